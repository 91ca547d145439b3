package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static io.facematch.api.TestWebhooks.SCOPES;
import static io.facematch.api.TestWebhooks.count;
import static io.facematch.api.TestWebhooks.patch;
import static io.facematch.api.TestWebhooks.path;
import static io.facematch.api.TestWebhooks.post;
import static io.facematch.api.TestWebhooks.register;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.facematch.api.HookReceiver.Hook;
import io.facematch.api.jobs.JobEndings;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told that a job is over, when and how often. */
class WebhooksIT {
    private static final ApiServer API = ApiServer.get();

    private final TestWebhooks webhooks = new TestWebhooks();
    private final String tenant = webhooks.tenant;
    private final String token = webhooks.token;
    private final HookReceiver receiver = webhooks.receiver;

    @AfterEach
    void backToNow() {
        webhooks.close();
        API.clock.reset();
    }

    @Test
    void aJobThatEndsIsToldOnceAndSigned() {
        var hook = webhooks.register();
        var job = API.postZip(token, Zip.ofPairs("anna", "bert", "carl")).id();

        API.decide(job, 0, 2, index -> ApiServer.compared(0.83));
        assertThat(webhooks.deliveries(hook)).isEmpty();
        API.decide(job, 2, 3, index -> ApiServer.compared(0.83));
        API.decide(job, 0, 3, index -> ApiServer.compared(0.83));

        var got = receiver.await(1).getFirst();
        assertThat(got.isSignedWith(hook.get("secret").asString())).isTrue();
        assertThat(got.signature().split(" ", -1)).hasSize(1);
        assertThat(Long.parseLong(got.timestamp()))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 1);
        var body = got.json();
        assertThat(body.get("type").asString()).isEqualTo("job.completed");
        assertThat(Instant.parse(body.get("timestamp").asString()))
                .isEqualTo(Instant.parse(API.get(token, "/v1/jobs/" + job)
                        .json()
                        .get("finished_at")
                        .asString()));
        assertThat(body.get("data").propertyNames())
                .containsExactlyInAnyOrder("job_id", "kind", "state", "total", "done", "counts");
        assertThat(body.at("/data/job_id").asString()).isEqualTo(job.toString());
        assertThat(body.at("/data/counts/Success").asInt()).isEqualTo(3);
        assertThat(new String(got.body(), StandardCharsets.UTF_8))
                .doesNotContain("anna", "match", tenant)
                // Seconds have two digits.
                .doesNotContainPattern("(?<!\\d)0\\.83");
        var log = webhooks.awaitState(hook, "delivered");
        assertThat(log.get("id").asString()).isEqualTo(got.id());
        assertThat(log.get("job_id").asString()).isEqualTo(job.toString());
        assertThat(log.get("attempts").asInt()).isOne();
        assertThat(log.get("last_status").asInt()).isEqualTo(204);
        assertThat(log.has("next_attempt_at")).isFalse();
        assertThat(webhooks.deliveries(hook)).hasSize(1);
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void eachWayToEndIsTold() {
        var hook = webhooks.register();
        var cancelled = API.postZip(token, Zip.ofPairs("a")).id();
        var expired = API.postZip(token, Zip.ofPairs("a")).id();
        var failed = API.postZip(token, Zip.ofPairs("a")).id();
        var single =
                API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();

        assertThat(API.delete(token, "/v1/jobs/" + cancelled).status()).isEqualTo(200);
        assertThat(API.delete(token, "/v1/jobs/" + cancelled).status()).isEqualTo(200);
        API.bean(JobEndings.class).expire(expired);
        API.bean(JobEndings.class).cancel(expired);
        API.sql
                .sql("update job set state = 'ENQUEUING' where id = ?")
                .param(failed)
                .update();
        API.bean(JobEndings.class).fail(failed, "submission interrupted");
        API.complete(single);

        receiver.await(4);
        assertThat(webhooks.deliveries(hook))
                .extracting(one ->
                        one.get("type").asString() + " " + one.get("job_id").asString())
                .containsExactlyInAnyOrder(
                        "job.cancelled " + cancelled,
                        "job.expired " + expired,
                        "job.failed " + failed,
                        "job.completed " + single);
        assertThat(receiver.received())
                .extracting(one -> one.json().at("/data/state").asString())
                .containsExactlyInAnyOrder("CANCELLED", "EXPIRED", "FAILED", "COMPLETED");
    }

    /** The row is there if, and only if, the job is over: both are of one transaction. */
    @Test
    void whatIsRolledBackIsNotTold() {
        var hook = webhooks.register();
        var job = API.postZip(token, Zip.ofPairs("a")).id();
        API.sql.sql("""
                        create function refuse_webhook_test() returns trigger language plpgsql as $$
                        begin raise exception 'no'; end $$;
                        create trigger refuse_webhook_test before delete on job_key for each row
                            when (old.job_id = '%s') execute function refuse_webhook_test()""".formatted(job)).update();
        try {
            assertThatException().isThrownBy(() -> API.complete(job));
        } finally {
            API.sql
                    .sql("drop trigger refuse_webhook_test on job_key; drop function refuse_webhook_test()")
                    .update();
        }

        assertThat(API.state(job)).isEqualTo("RUNNING");
        assertThat(webhooks.deliveries(hook)).isEmpty();
        API.complete(job);
        assertThat(webhooks.deliveries(hook)).hasSize(1);
    }

    @Test
    void onlyThoseAreToldWhoWantToKnow() {
        var other = Tokens.of(tenant + "-other", SCOPES);
        var completed = webhooks.register();
        var cancelled = register(token, "{\"url\": \"%s\", \"events\": [\"job.cancelled\"]}".formatted(receiver.url()))
                .json();

        API.complete(API.postZip(other, Zip.ofPairs("a")).id());
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());

        receiver.await(1);
        assertThat(webhooks.deliveries(completed)).hasSize(1);
        assertThat(webhooks.deliveries(cancelled)).isEmpty();
        assertThat(count("select count(*) from webhook_delivery d join job j on j.id = d.job_id where j.tenant = '"
                        + tenant + "-other'"))
                .isZero();
    }

    @Test
    void triesAgainByTheScheduleAndThenGivesUpUntilAskedTo() {
        API.clock.stop();
        var hook = webhooks.register();
        receiver.answers(got -> 500);
        var job = API.postZip(token, Zip.ofPairs("a")).id();
        API.complete(job);
        var ahead = Duration.ZERO;
        var seconds = new long[] {5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400};

        for (int attempt = 1; attempt <= seconds.length; attempt++) {
            receiver.await(attempt);
            var log = webhooks.awaitAttempt(hook, attempt, "waiting");
            assertThat(log.get("last_status").asInt()).isEqualTo(500);
            assertThat(log.get("last_reason").asString()).isEqualTo("status");
            var pause = Duration.between(
                    API.clock.instant(),
                    Instant.parse(log.get("next_attempt_at").asString()));
            var planned = Duration.ofSeconds(seconds[attempt - 1]);
            assertThat(pause).isBetween(planned.minusMillis(1), planned.plus(planned.dividedBy(10)));
            ahead = ahead.plus(pause).plusMillis(1);
            API.clock.ahead(ahead.minusSeconds(1));
            API.runScheduled("Couriers.sendOut");
            API.clock.ahead(ahead);
        }
        receiver.await(10);
        var log = webhooks.awaitAttempt(hook, 10, "failed");

        assertThat(log.has("next_attempt_at")).isFalse();
        assertThat(receiver.received())
                .extracting(Hook::id)
                .containsOnly(log.get("id").asString());
        assertThat(receiver.received()).extracting(Hook::timestamp).doesNotHaveDuplicates();
        assertThat(receiver.received())
                .extracting(got -> new String(got.body(), StandardCharsets.UTF_8))
                .hasSize(10);
        assertThat(receiver.received().stream()
                        .map(got -> new String(got.body(), StandardCharsets.UTF_8))
                        .distinct())
                .hasSize(1);
        receiver.answers(got -> 200);
        var replayed = post(token, path(hook) + "/deliveries/" + log.get("id").asString() + "/replay", "");
        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.json().get("state").asString()).isEqualTo("waiting");
        assertThat(receiver.await(11).getLast().id()).isEqualTo(log.get("id").asString());
        assertThat(webhooks.awaitState(hook, "delivered").get("attempts").asInt())
                .isOne();
    }

    @Test
    void waitsAsLongAsAReceiverAsksFor() {
        API.clock.stop();
        var hook = webhooks.register();
        receiver.answers(got -> 503);
        receiver.asksToComeBackAfter("3600");

        API.complete(API.postZip(token, Zip.ofPairs("a")).id());

        receiver.await(1);
        var next =
                webhooks.awaitAttempt(hook, 1, "waiting").get("next_attempt_at").asString();
        assertThat(Duration.between(API.clock.instant(), Instant.parse(next)))
                .isBetween(Duration.ofMinutes(60).minusMillis(1), Duration.ofMinutes(66));
    }

    @Test
    void sendsNothingMoreToWhatIsGone() {
        var hook = webhooks.register();
        receiver.answers(got -> 410);

        API.complete(API.postZip(token, Zip.ofPairs("a")).id());
        var log = webhooks.awaitState(hook, "failed");
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());

        assertThat(log.get("last_reason").asString()).isEqualTo("gone");
        assertThat(log.get("attempts").asInt()).isOne();
        var now = API.get(token, path(hook)).json();
        assertThat(now.get("enabled").asBoolean()).isFalse();
        assertThat(now.get("disabled_because").asString()).isEqualTo("gone");
        assertThat(webhooks.deliveries(hook)).hasSize(1);
        assertProblem(post(token, path(hook) + "/test", ""), 409, "webhook-disabled");
        assertProblem(
                post(token, path(hook) + "/deliveries/" + log.get("id").asString() + "/replay", ""),
                409,
                "webhook-disabled");
        var enabled = patch(token, path(hook), "{\"enabled\": true}").json();
        assertThat(enabled.get("enabled").asBoolean()).isTrue();
        assertThat(enabled.has("disabled_because")).isFalse();
        assertThat(API.logged())
                .anyMatch(line ->
                        line.contains("event=webhook-disabled tenant=" + tenant) && line.contains("by=receiver"));
    }

    /** Where two processes send, no event goes out twice; each of them takes some. */
    @Test
    void severalProcessesShareTheWork() {
        try (var second = API.process()) {
            assertThat(second.isRunning()).isTrue();
            webhooks.register();
            var jobs = IntStream.range(0, 60)
                    .mapToObj(job -> API.postZip(token, Zip.ofPairs("a")).id())
                    .toList();

            jobs.forEach(API::complete);
            receiver.await(60);
            Awaitility.await()
                    .until(() -> count("select count(*) from webhook_delivery d join webhook_endpoint e on e.id ="
                                    + " d.endpoint_id where d.state = 'delivered' and e.tenant = '" + tenant + "'")
                            == 60);

            assertThat(receiver.received()).extracting(Hook::id).hasSize(60).doesNotHaveDuplicates();
            assertThat(receiver.received())
                    .extracting(
                            got -> UUID.fromString(got.json().at("/data/job_id").asString()))
                    .containsExactlyInAnyOrderElementsOf(jobs);
        }
    }

    /** As when the process is killed after the receiver got it, and before that was taken down. */
    @Test
    void whatNobodyTookDownIsSentAgainUnderTheSameId() {
        var hook = webhooks.register();
        receiver.answers(got -> {
            if (receiver.received().size() == 1) {
                API.databaseRelay.cut();
            }
            return 200;
        });
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());

        receiver.await(1);
        Awaitility.await()
                .until(() ->
                        count("select count(*) from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id"
                                        + " where d.lease is not null and d.state = 'waiting' and e.tenant = '" + tenant
                                        + "'")
                                == 1);
        API.databaseRelay.mend();
        API.awaitReady();
        API.clock.ahead(Duration.ofSeconds(59));
        API.runScheduled("Couriers.sendOut");
        assertThat(receiver.received()).hasSize(1);
        API.clock.ahead(Duration.ofSeconds(90));

        assertThat(receiver.await(2))
                .extracting(Hook::id)
                .hasSize(2)
                .containsOnly(receiver.received().getFirst().id());
        assertThat(webhooks.awaitState(hook, "delivered").get("attempts").asInt())
                .isEqualTo(2);
    }

    @Test
    void aSlowEndpointHoldsUpNoOther() {
        var slow = new HookReceiver();
        var released = new CountDownLatch(1);
        slow.answers(got -> {
            await(released);
            return 200;
        });
        var otherTenant = tenant + "-other";
        var others = Tokens.of(otherTenant, SCOPES);
        try (slow) {
            webhooks.register(slow.url());
            register(others, "{\"url\": \"%s\"}".formatted(receiver.url()));
            for (int job = 0; job < 8; job++) {
                API.complete(API.postZip(token, Zip.ofPairs("a")).id());
            }
            slow.await(4);

            for (int job = 0; job < 8; job++) {
                API.complete(API.postZip(others, Zip.ofPairs("a")).id());
            }

            receiver.await(8);
            assertThat(slow.received()).hasSize(4); // so many at once, and no more
            released.countDown();
            slow.await(8);
        } finally {
            released.countDown();
            API.sql
                    .sql("delete from webhook_endpoint where tenant = ?")
                    .param(otherTenant)
                    .update();
        }
    }

    @Test
    void anOldSecretSignsForADayMore() {
        var hook = webhooks.register();
        var first = hook.get("secret").asString();

        var changed = post(token, path(hook) + "/secret", "").json();
        var second = changed.get("secret").asString();
        assertThat(second).isNotEqualTo(first);
        assertThat(changed.has("old_secret_until")).isTrue();
        post(token, path(hook) + "/test", "");
        var both = receiver.await(1).getLast();
        API.clock.ahead(Duration.ofHours(24).plusSeconds(1));
        post(token, path(hook) + "/test", "");
        var one = receiver.await(2).getLast();

        assertThat(both.signature().split(" ", -1)).hasSize(2);
        assertThat(both.isSignedWith(first)).isTrue();
        assertThat(both.isSignedWith(second)).isTrue();
        assertThat(one.isSignedWith(first)).isFalse();
        assertThat(one.isSignedWith(second)).isTrue();
        var now = API.get(token, path(hook)).json();
        assertThat(now.has("old_secret_until")).isFalse();
        assertThat(now.has("secret")).isFalse();
    }

    @Test
    void nothingIsToldWhileItIsDisabledAndWhatWaitedGoesOn() {
        API.clock.stop();
        var hook = webhooks.register();
        receiver.answers(got -> 500);
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());
        receiver.await(1);
        webhooks.awaitAttempt(hook, 1, "waiting");

        var disabled = patch(token, path(hook), "{\"enabled\": false}").json();
        assertThat(disabled.get("disabled_because").asString()).isEqualTo("request");
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());
        API.clock.ahead(Duration.ofSeconds(10));
        API.runScheduled("Couriers.sendOut");
        assertThat(webhooks.deliveries(hook)).hasSize(1);
        assertThat(receiver.received()).hasSize(1);
        receiver.answers(got -> 200);
        patch(token, path(hook), "{\"enabled\": true}");

        receiver.await(2);
        webhooks.awaitState(hook, "delivered");
        assertThat(webhooks.deliveries(hook)).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
