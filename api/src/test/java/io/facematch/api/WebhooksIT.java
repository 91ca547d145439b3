package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.facematch.api.HookReceiver.Hook;
import io.facematch.api.jobs.JobEndings;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who is told that a job is over, how often, and what of it can be seen. */
class WebhooksIT {
    private static final ApiServer API = ApiServer.get();
    private static final String SCOPES = "facematch.compare facematch.bulk facematch.cancel facematch.read.tenant";

    private final String tenant = "webhooks-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant, SCOPES);
    private final HookReceiver receiver = new HookReceiver();

    @AfterEach
    void backToNow() {
        receiver.close();
        API.sql
                .sql("delete from webhook_endpoint where tenant = ?")
                .param(tenant)
                .update();
        API.clock.reset();
    }

    @Test
    void aJobThatEndsIsToldOnceAndSigned() {
        var hook = register(receiver.url());
        var job = API.postZip(token, Zip.ofPairs("anna", "bert", "carl")).id();

        API.decide(job, 0, 2, index -> ApiServer.compared(0.83));
        assertThat(deliveries(hook)).isEmpty();
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
        assertThat(new String(got.body(), StandardCharsets.UTF_8)).doesNotContain("anna", "0.83", "match", tenant);
        var log = awaitState(hook, "delivered");
        assertThat(log.get("id").asString()).isEqualTo(got.id());
        assertThat(log.get("job_id").asString()).isEqualTo(job.toString());
        assertThat(log.get("attempts").asInt()).isOne();
        assertThat(log.get("last_status").asInt()).isEqualTo(204);
        assertThat(log.has("next_attempt_at")).isFalse();
        assertThat(deliveries(hook)).hasSize(1);
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void eachWayToEndIsTold() {
        var hook = register(receiver.url());
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
        assertThat(deliveries(hook))
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
        var hook = register(receiver.url());
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
        assertThat(deliveries(hook)).isEmpty();
        API.complete(job);
        assertThat(deliveries(hook)).hasSize(1);
    }

    @Test
    void onlyThoseAreToldWhoWantToKnow() {
        var other = Tokens.of(tenant + "-other", SCOPES);
        var completed = register(receiver.url());
        var cancelled = register(token, "{\"url\": \"%s\", \"events\": [\"job.cancelled\"]}".formatted(receiver.url()))
                .json();

        API.complete(API.postZip(other, Zip.ofPairs("a")).id());
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());

        receiver.await(1);
        assertThat(deliveries(completed)).hasSize(1);
        assertThat(deliveries(cancelled)).isEmpty();
        assertThat(count("select count(*) from webhook_delivery d join job j on j.id = d.job_id where j.tenant = '"
                        + tenant + "-other'"))
                .isZero();
    }

    @Test
    void triesAgainByTheScheduleAndThenGivesUpUntilAskedTo() {
        API.clock.stop();
        var hook = register(receiver.url());
        receiver.answers(got -> 500);
        var job = API.postZip(token, Zip.ofPairs("a")).id();
        API.complete(job);
        var ahead = Duration.ZERO;
        var seconds = new long[] {5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400};

        for (int attempt = 1; attempt <= seconds.length; attempt++) {
            receiver.await(attempt);
            var log = awaitAttempt(hook, attempt, "waiting");
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
        var log = awaitAttempt(hook, 10, "failed");

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
        assertThat(awaitState(hook, "delivered").get("attempts").asInt()).isOne();
    }

    @Test
    void waitsAsLongAsAReceiverAsksFor() {
        API.clock.stop();
        var hook = register(receiver.url());
        receiver.answers(got -> 503);
        receiver.asksToComeBackAfter("3600");

        API.complete(API.postZip(token, Zip.ofPairs("a")).id());

        receiver.await(1);
        var next = awaitAttempt(hook, 1, "waiting").get("next_attempt_at").asString();
        assertThat(Duration.between(API.clock.instant(), Instant.parse(next)))
                .isBetween(Duration.ofMinutes(60).minusMillis(1), Duration.ofMinutes(66));
    }

    @Test
    void sendsNothingMoreToWhatIsGone() {
        var hook = register(receiver.url());
        receiver.answers(got -> 410);

        API.complete(API.postZip(token, Zip.ofPairs("a")).id());
        var log = awaitState(hook, "failed");
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());

        assertThat(log.get("last_reason").asString()).isEqualTo("gone");
        assertThat(log.get("attempts").asInt()).isOne();
        var now = API.get(token, path(hook)).json();
        assertThat(now.get("enabled").asBoolean()).isFalse();
        assertThat(now.get("disabled_because").asString()).isEqualTo("gone");
        assertThat(deliveries(hook)).hasSize(1);
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
            register(receiver.url());
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
        var hook = register(receiver.url());
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
        assertThat(awaitState(hook, "delivered").get("attempts").asInt()).isEqualTo(2);
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
            register(slow.url());
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
        var hook = register(receiver.url());
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
    void aTestTellsOfNothing() {
        var hook = register(receiver.url());

        var answer = post(token, path(hook) + "/test", "");

        assertThat(answer.status()).isEqualTo(202);
        var got = receiver.await(1).getFirst();
        assertThat(got.isSignedWith(hook.get("secret").asString())).isTrue();
        assertThat(got.id()).isEqualTo(answer.json().get("id").asString());
        assertThat(got.json().get("type").asString()).isEqualTo("webhook.test");
        assertThat(got.json().get("data").isEmpty()).isTrue();
        assertThat(awaitState(hook, "delivered").has("job_id")).isFalse();
    }

    @Test
    void nothingIsToldWhileItIsDisabledAndWhatWaitedGoesOn() {
        API.clock.stop();
        var hook = register(receiver.url());
        receiver.answers(got -> 500);
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());
        receiver.await(1);
        awaitAttempt(hook, 1, "waiting");

        var disabled = patch(token, path(hook), "{\"enabled\": false}").json();
        assertThat(disabled.get("disabled_because").asString()).isEqualTo("request");
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());
        API.clock.ahead(Duration.ofSeconds(10));
        API.runScheduled("Couriers.sendOut");
        assertThat(deliveries(hook)).hasSize(1);
        assertThat(receiver.received()).hasSize(1);
        receiver.answers(got -> 200);
        patch(token, path(hook), "{\"enabled\": true}");

        receiver.await(2);
        awaitState(hook, "delivered");
        assertThat(deliveries(hook)).hasSize(1);
    }

    @Test
    void theLogIsPagedNewestFirstAndForgotten() {
        var hook = register(receiver.url());
        var ids = new ArrayList<String>();
        for (int test = 0; test < 3; test++) {
            ids.addFirst(post(token, path(hook) + "/test", "").json().get("id").asString());
        }

        var page = API.get(token, path(hook) + "/deliveries?limit=2").json();
        var next = API.get(
                        token,
                        path(hook) + "/deliveries?limit=2&cursor="
                                + page.get("next_cursor").asString())
                .json();

        assertThat(page.get("items").values())
                .extracting(one -> one.get("id").asString())
                .containsAll(ids.subList(0, 2));
        assertThat(next.get("items").values())
                .extracting(one -> one.get("id").asString())
                .containsExactly(ids.getLast());
        assertThat(next.has("next_cursor")).isFalse();
        assertProblem(API.get(token, path(hook) + "/deliveries?limit=201"), 400, "invalid-parameter");
        assertProblem(API.get(token, path(hook) + "/deliveries?cursor=x"), 400, "invalid-parameter");
        API.clock.ahead(Duration.ofDays(29));
        API.runScheduled("Couriers.purge");
        assertThat(deliveries(hook)).hasSize(3);
        API.clock.ahead(Duration.ofDays(31));
        API.runScheduled("Couriers.purge");
        assertThat(deliveries(hook)).isEmpty();
        assertProblem(
                post(token, path(hook) + "/deliveries/" + ids.getFirst() + "/replay", ""), 404, "unknown-delivery");
    }

    @Test
    void whoeverIsOfAnotherTenantFindsNothing() {
        var hook = register(receiver.url());
        var delivery = post(token, path(hook) + "/test", "").json().get("id").asString();
        var stranger = Tokens.of(tenant + "-stranger", SCOPES);

        for (var answer : List.of(
                API.get(stranger, path(hook)),
                API.delete(stranger, path(hook)),
                patch(stranger, path(hook), "{\"enabled\": false}"),
                post(stranger, path(hook) + "/secret", ""),
                post(stranger, path(hook) + "/test", ""),
                API.get(stranger, path(hook) + "/deliveries"),
                post(stranger, path(hook) + "/deliveries/" + delivery + "/replay", ""),
                API.get(token, "/v1/webhooks/" + UUID.randomUUID()),
                API.get(token, "/v1/webhooks/no-id"))) {
            assertProblem(answer, 404, "unknown-webhook");
        }
        assertThat(API.get(stranger, "/v1/webhooks").json().get("items").isEmpty())
                .isTrue();
        var second = register(receiver.url());
        assertProblem(post(token, path(second) + "/deliveries/" + delivery + "/replay", ""), 404, "unknown-delivery");
        assertThat(API.delete(token, path(hook)).status()).isEqualTo(204);
        assertProblem(API.get(token, path(hook)), 404, "unknown-webhook");
    }

    @Test
    void whoOnlyReadsChangesNothingAndWhoSeesOnlyItsOwnJobsSeesNoWebhook() {
        var hook = register(receiver.url());
        var reader = Tokens.of(tenant, "facematch.read.tenant");
        var sender = Tokens.of(tenant, "facematch.compare facematch.bulk facematch.read");

        assertThat(API.get(reader, path(hook)).status()).isEqualTo(200);
        assertProblem(API.delete(reader, path(hook)), 403, "forbidden");
        assertProblem(post(reader, path(hook) + "/secret", ""), 403, "forbidden");
        assertProblem(API.get(sender, path(hook)), 403, "forbidden");
        assertProblem(register(sender, "{\"url\": \"%s\"}".formatted(receiver.url())), 403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "https://127.0.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[::ffff:127.0.0.1]/",
                "https://user:password@hooks.example.com/",
                "https://hooks.example.com/#a",
                "https://hooks.example.com:8443/",
                "http://hooks.example.com/",
                "https://evil.example/",
                "file:///etc/passwd",
                "no address"
            })
    void refusesOtherAddressesThanTheOperatorAllows(String url) {
        var answer = register(token, "{\"url\": \"%s\"}".formatted(url));

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(API.get(token, "/v1/webhooks").json().get("items").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | invalid-parameter",
                "{\"url\": 7} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"events\": []} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"events\": [\"webhook.test\"]} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"events\": \"job.failed\"} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"events\": [null]} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"secret\": \"whsec_x\"} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"description\": \"a\\u0000\"} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"url\": \"x\"} | 400 | malformed-request",
                "[] | 400 | malformed-request",
                "{ | 400 | malformed-request"
            })
    void tellsWhatIsWrongWithARegistration(String body, int status, String code) {
        assertProblem(register(token, body), status, code);
    }

    @Test
    void aTenantHasSoManyAndNoMore() {
        for (int hook = 0; hook < ApiServer.WEBHOOKS_PER_TENANT; hook++) {
            register(receiver.url());
        }

        var answer = register(token, "{\"url\": \"%s\"}".formatted(receiver.url()));

        assertProblem(answer, 409, "too-many-webhooks");
        assertThat(API.get(token, "/v1/webhooks").json().get("items").size()).isEqualTo(3);
    }

    @Test
    void withoutTheOperatorsListThereAreNone() {
        try (var api = OtherApi.start("--facematch.security.public-key-file=" + keyFile())) {
            var answer = api.send(
                    "/v1/webhooks",
                    request -> request.header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"url\": \"https://hooks.example.com/\"}")));

            assertProblem(answer, 409, "webhooks-off");
            assertThat(answer.json().get("detail").asString()).contains("FACEMATCH_WEBHOOKS_ALLOWED_HOSTS");
        }
    }

    @Test
    void nothingSecretIsInTheDatabaseOrTheLog() {
        var hook = register(token, "{\"url\": \"%s\", \"description\": \"of our partner\"}".formatted(receiver.url()))
                .json();
        var secret = hook.get("secret").asString();
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());
        awaitState(hook, "delivered");

        var rows = API.sql
                .sql("select convert_from(convert_to(e::text, 'UTF8'), 'UTF8') || d::text from webhook_endpoint e join"
                        + " webhook_delivery d on d.endpoint_id = e.id where e.tenant = ?")
                .param(tenant)
                .query(String.class)
                .single();
        var hex = HexFormat.of();
        for (var text :
                List.of(secret, secret.substring("whsec_".length()), receiver.url(), "of our partner", "127.0.0.1")) {
            assertThat(rows).doesNotContain(text).doesNotContain(hex.formatHex(text.getBytes(StandardCharsets.UTF_8)));
        }
        API.assertNotLogged(secret, secret.substring("whsec_".length()), "of-the-receiver");
        assertThat(API.get(token, path(hook)).json().get("description").asString())
                .isEqualTo("of our partner");
        assertThat(API.get(token, path(hook)).json().get("url").asString()).isEqualTo(receiver.url());
    }

    @Test
    void eachChangeIsTakenDown() {
        var hook = register(receiver.url());
        patch(token, path(hook), "{\"description\": \"a\", \"events\": [\"job.completed\"]}");
        patch(token, path(hook), "{\"enabled\": false}");
        patch(token, path(hook), "{\"enabled\": false}");
        patch(token, path(hook), "{\"enabled\": true}");
        post(token, path(hook) + "/secret", "");
        API.delete(token, path(hook));

        assertThat(API.sql
                        .sql(
                                "select filter ->> 'change' from access_log where tenant = ? and what = 'webhook' order by id")
                        .param(tenant)
                        .query(String.class)
                        .list())
                .containsExactly("added", "changed", "disabled", "enabled", "changed_secret", "deleted");
        for (var event : List.of("added", "changed", "disabled", "enabled", "changed-secret", "deleted")) {
            assertThat(API.logged()).anyMatch(line -> line.contains("event=webhook-" + event + " tenant=" + tenant));
        }
    }

    private JsonNode register(String url) {
        var answer = register(token, "{\"url\": \"%s\"}".formatted(url));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.header("Location")).contains(path(answer.json()));
        return answer.json();
    }

    private static Answer register(String token, String body) {
        return post(token, "/v1/webhooks", body);
    }

    private static Answer post(String token, String path, String body) {
        return API.post(token, path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer patch(String token, String path, String body) {
        return API.send(
                path,
                request -> request.header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(body)));
    }

    private static String path(JsonNode hook) {
        return "/v1/webhooks/" + hook.get("id").asString();
    }

    private List<JsonNode> deliveries(JsonNode hook) {
        return List.copyOf(
                API.get(token, path(hook) + "/deliveries").json().get("items").values());
    }

    /** Of the only delivery. */
    private JsonNode awaitState(JsonNode hook, String state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> deliveries(hook).getFirst(),
                        one -> one.get("state").asString().equals(state));
    }

    /** Of the only delivery, once the attempt is over. */
    private JsonNode awaitAttempt(JsonNode hook, int attempt, String state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> deliveries(hook).getFirst(),
                        one -> one.get("attempts").asInt() == attempt
                                && one.get("state").asString().equals(state)
                                && count(
                                                "select count(*) from webhook_delivery where lease is not null and event_id = '"
                                                        + one.get("id").asString() + "'")
                                        == 0);
    }

    private static int count(String query) {
        return API.sql.sql(query).query(Integer.class).single();
    }

    private static String keyFile() {
        try {
            return Tokens.publicKeyFile(Files.createTempDirectory("facematch-webhooks"))
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
