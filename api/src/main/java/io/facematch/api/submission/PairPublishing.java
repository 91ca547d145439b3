package io.facematch.api.submission;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobEndings;
import io.facematch.api.problem.Problem;
import io.facematch.api.security.Owner;
import io.facematch.job.OpenJob;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Photos;
import io.facematch.job.OutcomeTransaction;
import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import io.facematch.payload.ImagePair;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.PublishedPair;
import io.facematch.queue.PublishingBatch;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.queue.Topology;
import io.facematch.verification.Role;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes a stored job durable in the broker: seals every pair, publishes it, waits for the confirms, and sets the job
 * RUNNING. If that fails, the job is set FAILED, here or by the sweeper. Its key is deleted with that, so what was
 * published can't be opened.
 */
@Component
class PairPublishing {
    private static final Logger LOG = LoggerFactory.getLogger(PairPublishing.class);
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(10);
    private static final int UNREADABLE_AT_ONCE = 100;

    private final Enqueuing enqueuing;
    private final JobEndings endings;
    private final OutcomeTransaction outcomes;
    private final ConfirmedPublisher publisher;
    private final SubmissionSettings settings;
    private final SentPhotos sentPhotos;
    private final InstantSource clock;

    PairPublishing(
            Enqueuing enqueuing,
            JobEndings endings,
            OutcomeTransaction outcomes,
            ConfirmedPublisher publisher,
            SubmissionSettings settings,
            SentPhotos sentPhotos,
            InstantSource clock) {
        this.enqueuing = enqueuing;
        this.endings = endings;
        this.outcomes = outcomes;
        this.publisher = publisher;
        this.settings = settings;
        this.sentPhotos = sentPhotos;
        this.clock = clock;
    }

    /**
     * Where the pairs of a job go, and under which key.
     *
     * @param key of the payload; stays the caller's to close
     * @param replyTo the queue that is told of the outcome, or null
     */
    record Publishing(
            OpenJob job,
            DataKey key,
            String queue,
            @Nullable String replyTo,
            Instant deadline) {
        static Publishing of(Job job, Owner owner, Submission submission, DataKey key, @Nullable String replyTo) {
            var lane = job.lane();
            return new Publishing(
                    new OpenJob(
                            job.getId(),
                            owner.tenant(),
                            owner.client(),
                            submission.provenance().surface(),
                            job.operatingPoint(),
                            job.acceptedOn(),
                            submission.provenance().traceId(),
                            key),
                    key,
                    lane == null ? Topology.SINGLE : Topology.lane(lane),
                    replyTo,
                    job.expiresAt());
        }
    }

    /** Returns when all pairs are durable in the broker, and the job is RUNNING or over already. */
    void publish(Publishing publishing, Submission submission) {
        try (var batch = publisher.open()) {
            switch (submission) {
                case Submission.Single single -> publishPair(batch, publishing, 0, single.images(), () -> {});
                case Submission.Bulk bulk -> publishArchive(batch, publishing, bulk);
            }
            batch.awaitConfirms();
            if (!enqueuing.startRunning(publishing.job().id())) {
                throw interrupted();
            }
        } catch (BrokerUnavailable e) {
            abandon(publishing.job().id(), "the broker took no messages");
            throw Problem.busy(
                    "The message broker takes no work now. Nothing was accepted; send it again.", BUSY_PAUSE);
        } catch (IOException e) {
            abandon(publishing.job().id(), "the spool could not be read");
            throw Problem.busy("The archive could not be read back. Nothing was accepted; send it again.", BUSY_PAUSE);
        } catch (RuntimeException e) {
            abandon(publishing.job().id(), "an unexpected error");
            throw e;
        }
    }

    private void publishArchive(PublishingBatch batch, Publishing publishing, Submission.Bulk bulk)
            throws BrokerUnavailable, IOException {
        var unreadable = new ArrayList<Outcome>();
        var renewAt = clock.instant().plus(settings.lease().dividedBy(3));
        for (var pair : bulk.pairs()) {
            if (clock.instant().isAfter(renewAt)) {
                renewLease(publishing.job().id());
                renewAt = clock.instant().plus(settings.lease().dividedBy(3));
            }
            var images = PairImages.read(bulk, pair, batch);
            if (images.areReadable()) {
                try {
                    publishPair(batch, publishing, pair.index(), images.pair(), images.memory()::close);
                } catch (RuntimeException e) {
                    images.memory().close();
                    throw e;
                }
                continue;
            }
            var photos = sentPhotos.ofUnpublished(publishing.job().tenant(), images);
            images.memory().close();
            unreadable.add(outcome(
                    publishing.job(),
                    pair.index(),
                    new NotCompared(images.reason(Role.PROBE), images.reason(Role.REFERENCE)),
                    photos));
            if (unreadable.size() == UNREADABLE_AT_ONCE) {
                outcomes.write(unreadable);
                unreadable.clear();
            }
        }
        if (!unreadable.isEmpty()) {
            outcomes.write(unreadable);
        }
    }

    /** @param confirmed when the broker has it, or never will: then its memory is free */
    private void publishPair(
            PublishingBatch batch, Publishing publishing, int index, ImagePair images, Runnable confirmed)
            throws BrokerUnavailable {
        var job = publishing.job();
        var id = new PairId(job.id(), index);
        var sealed = PayloadCipher.sealImages(
                publishing.key(),
                new SealContext(job.tenant(), job.id(), index),
                sentPhotos.cut(id, job.tenant(), images));
        batch.publish(
                publishing.queue(),
                PublishedPair.of(
                        publishing.key(),
                        job.tenant(),
                        id,
                        sealed,
                        clock.instant(),
                        publishing.replyTo(),
                        publishing.queue().equals(Topology.SINGLE) ? publishing.deadline() : null),
                confirmed);
    }

    private Outcome outcome(OpenJob job, int index, NotCompared result, Photos photos) {
        return new Outcome(job, index, result, photos, null, null, "api", clock.instant());
    }

    private void renewLease(UUID job) {
        if (!enqueuing.renewLease(job, clock.instant().plus(settings.lease()))) {
            throw interrupted();
        }
    }

    private static Problem interrupted() {
        return Problem.busy("The submission was interrupted. Nothing was accepted; send it again.", BUSY_PAUSE);
    }

    private void abandon(UUID job, String why) {
        try {
            endings.fail(job, why);
        } catch (RuntimeException e) {
            // When the lease runs out, the sweeper does the same.
            LOG.warn(
                    "A broken submission is left to the sweeper ({})",
                    e.getClass().getSimpleName());
        }
    }
}
