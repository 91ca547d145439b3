package io.facematch.api.webhooks.delivery;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobView;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.webhooks.Deliveries;
import io.facematch.api.webhooks.Deliveries.Claim;
import io.facematch.api.webhooks.Endpoints;
import io.facematch.api.webhooks.Endpoints.Receiver;
import io.facematch.api.webhooks.WebhookSettings;
import io.facematch.api.webhooks.address.AllowedHosts;
import io.facematch.api.webhooks.address.RefusedAddress;
import io.facematch.api.webhooks.address.WebhookAddress;
import io.facematch.api.webhooks.delivery.Answer.None;
import io.facematch.api.webhooks.delivery.Answer.Status;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/** Makes one attempt after another, and says what follows from each. */
@Component
class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final Jobs jobs;
    private final Sender sender;
    private final AllowedHosts hosts;
    private final WebhookMetrics metrics;
    private final InstantSource clock;
    private final RetrySchedule schedule = new RetrySchedule(Math::random);

    Attempts(
            Deliveries deliveries,
            Endpoints endpoints,
            Jobs jobs,
            Sender sender,
            WebhookSettings settings,
            WebhookMetrics metrics,
            InstantSource clock) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.jobs = jobs;
        this.sender = sender;
        this.hosts = settings.hosts();
        this.metrics = metrics;
        this.clock = clock;
    }

    /** How an attempt ended. */
    enum Made {
        /** It was delivered. */
        DELIVERED,
        /** It was not, for now or for ever. */
        FAILED,
        /** Nothing was due. */
        NOTHING
    }

    /** Makes the attempt that is due next at an endpoint. What it throws, the lease of the attempt heals. */
    Made next(UUID endpoint) {
        var claim = deliveries.claim(endpoint);
        if (claim.isEmpty()) {
            return Made.NOTHING;
        }
        var answer = answer(claim.get());
        if (answer instanceof Status status && status.isSuccess()) {
            deliveries.delivered(claim.get(), status.code());
            metrics.delivered();
            return Made.DELIVERED;
        }
        fail(claim.get(), answer);
        return Made.FAILED;
    }

    private Answer answer(Claim claim) {
        try {
            var receiver = endpoints.receiver(claim.endpoint());
            if (receiver.isEmpty()) {
                return new None(Reason.GONE); // deleted meanwhile, and its row with it
            }
            var body = body(claim);
            return sender.send(
                    WebhookAddress.of(receiver.get().url(), hosts), headers(claim, receiver.get(), body), body);
        } catch (RefusedAddress e) {
            return new None(Reason.HOST_NOT_ALLOWED);
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error(
                    "A webhook of endpoint {} can't be sent: {}",
                    claim.endpoint(),
                    e.getClass().getName());
            return new None(Reason.INTERNAL_ERROR);
        }
    }

    private void fail(Claim claim, Answer answer) {
        var status = answer instanceof Status found ? found : null;
        var code = status == null ? null : status.code();
        var reason = answer instanceof None none ? none.reason() : isGone(status) ? Reason.GONE : Reason.STATUS;
        metrics.failed(reason);
        if (isGone(status)) {
            endpoints.isGone(claim.endpoint());
            deliveries.failed(claim, code, reason.code());
            return;
        }
        var pause = schedule.pause(claim.number(), status == null ? null : status.retryAfter());
        if (pause.isEmpty()) {
            metrics.givenUp();
            deliveries.failed(claim, code, reason.code());
            return;
        }
        deliveries.waits(claim, code, reason.code(), clock.instant().plus(pause.get()));
    }

    private static boolean isGone(@Nullable Status status) {
        return status != null && status.isGone();
    }

    private Map<String, String> headers(Claim claim, Receiver receiver, byte[] body) {
        var id = claim.event().toString();
        var now = clock.instant();
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                receiver.secrets().stream()
                        .map(secret -> secret.sign(id, now, body))
                        .collect(Collectors.joining(" ")));
    }

    /** Which job ended how, and counts: no names, no similarities, no decision. A job that is over never changes. */
    private byte[] body(Claim claim) {
        var data = new LinkedHashMap<String, Object>();
        var job = claim.job();
        if (job != null) {
            jobs.findById(job).ifPresent(known -> put(known, data));
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("type", claim.type().code());
        body.put("timestamp", claim.at().toString());
        body.put("data", data);
        return JsonMapper.shared().writeValueAsBytes(body);
    }

    private static void put(Job job, Map<String, Object> data) {
        data.put("job_id", job.getId().toString());
        data.put("kind", job.kind().code());
        data.put("state", job.state().name());
        data.put("total", job.total());
        data.put("done", job.done());
        data.put("counts", JobView.counts(job));
    }
}
