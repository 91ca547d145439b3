package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.api.security.Scopes;
import io.facematch.testing.Form;
import io.facematch.testing.TestBroker;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class OutageIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "outage-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);

    @AfterEach
    void mend() {
        API.databaseRelay.mend();
        API.brokerRelay.mend();
        API.awaitReady();
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        var id = API.postPair(token, pair()).id();
        API.databaseRelay.cut();

        // At once: each waits three seconds for a connection.
        Stream.<Supplier<Answer>>of(
                        () -> API.get(token, "/v1/jobs/" + id),
                        () -> API.get(token, "/v1/jobs"),
                        () -> API.get(token, "/v1/jobs/" + id + "/outcomes"),
                        () -> API.get(token, "/v1/jobs/" + id + "/results"),
                        () -> API.delete(token, "/v1/jobs/" + id),
                        () -> API.postPair(token, pair()),
                        () -> API.postPair(token, pair(), "Prefer", "wait=5", "Idempotency-Key", "k"),
                        () -> API.postZip(token, Zip.ofPairs("a")))
                .map(request -> CompletableFuture.runAsync(
                        () -> assertBusy(request), task -> Thread.ofVirtual().start(task)))
                .toList()
                .forEach(CompletableFuture::join);
        assertThat(API.send("/actuator/health/liveness", request -> request).status())
                .isEqualTo(200);
        var readiness = API.send("/actuator/health/readiness", request -> request);
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(API.get("no-token", "/v1/jobs").status()).isEqualTo(401);

        API.databaseRelay.mend();
        Awaitility.await().until(() -> API.get(token, "/v1/jobs/" + id).status() == 200);
        assertThat(API.jobsOf(tenant)).isEqualTo(1);
        assertThat(API.postZip(token, Zip.ofPairs("a")).status()).isEqualTo(202);
    }

    /** Nobody looks unseen: where the look can't be kept, nothing is shown. */
    @Test
    void showsNothingOfTheAuditThatItCantTakeDown() throws Exception {
        var all = String.join(" ", Scopes.ALL);
        var auditor = Tokens.of(tenant, "a-client", all);
        var job = API.postZip(auditor, Zip.ofPairs("a")).id();
        API.complete(job);
        API.follow(tenant);
        var paths = List.of(
                "/v1/outcomes",
                "/v1/outcomes/" + job + ".0",
                "/v1/outcomes/export",
                "/v1/audit/access",
                "/v1/jobs/" + job + "/results");
        try (var connection = API.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table access_log in share mode"); // it can be read, and nothing can be added

            paths.stream()
                    .map(path -> CompletableFuture.runAsync(
                            () -> assertBusy(() -> API.get(auditor, path)),
                            task -> Thread.ofVirtual().start(task)))
                    .toList()
                    .forEach(CompletableFuture::join);
            connection.rollback();
        }
        for (var path : paths) {
            assertThat(API.get(auditor, path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void outlivesTheEndOfEveryConnection() {
        var id = API.postPair(token, pair()).id();
        // Not the test's own one, which is the owner's.
        JdbcClient.create(API.database().asSuperuser())
                .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                        + " and pid <> pg_backend_pid() and usename <> 'facematch_owner'")
                .query((row, n) -> row.getBoolean(1))
                .list();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            var answer = API.get(token, "/v1/jobs/" + id);
            assertThat(answer.status()).as(answer.toString()).isIn(200, 503);
            return answer.status() == 200;
        });
    }

    @Test
    void aLockedDatabaseIsBusyToo() throws Exception {
        var id = API.postPair(token, pair()).id();
        try (var connection = API.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table job in access exclusive mode");

            assertBusy(() -> API.delete(token, "/v1/jobs/" + id));
            connection.rollback();
        }
        assertThat(API.delete(token, "/v1/jobs/" + id).status()).isEqualTo(200);
    }

    @Test
    void saysThatTheBrokerIsAway() {
        API.brokerRelay.cut();

        assertBusy(() -> API.postPair(token, pair()));
        assertBusy(() -> API.postPair(token, pair(), "Prefer", "wait=5"));
        assertBusy(() -> API.postZip(token, Zip.ofPairs("a")));
        assertThat(API.get(token, "/v1/jobs").status()).isEqualTo(200);
        assertThat(API.send("/actuator/health/liveness", request -> request).status())
                .isEqualTo(200);
        assertThat(API.send("/actuator/health/readiness", request -> request).status())
                .isEqualTo(503);
        assertThat(API.jobsOf(tenant)).isZero();

        API.brokerRelay.mend();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> API.postPair(token, pair()).status() == 202);
    }

    /** Replies have a queue that goes with its connection; waiting must work after the next connection, too. */
    @Test
    void waitsForRepliesAgainAfterTheBrokerCameBack() {
        API.brokerRelay.cut();
        API.brokerRelay.mend();
        API.awaitReady();

        assertThat(SingleSubmissionIT.decidedWhileWaiting(tenant).status()).isEqualTo(200);
    }

    @Test
    void worksOnWithARestartedBroker() {
        assumeTrue(TestBroker.isPrivate(), "the broker is not ours to stop");
        var waiting = API.postZip(token, Zip.ofPairs("a")).id();
        TestBroker.stop();
        assertBusy(() -> API.postZip(token, Zip.ofPairs("b")));
        var uri = URI.create(TestBroker.restart());
        API.brokerRelay.mend(uri.getPort());

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> API.postZip(token, Zip.ofPairs("c")).status() == 202);
        assertThat(API.takeMessages(waiting)).hasSize(1);
        assertThat(API.jobsOf(tenant)).isEqualTo(2);
    }

    /** The body is admitted and on its way, and then the broker goes: nothing is lost when it comes back. */
    @Test
    void outlivesABrokerThatGoesDuringTheUpload() throws IOException {
        var answer = uploadWhileTheBrokerGoes(() -> {
            Awaitility.await().until(() -> API.jobsOf(tenant) == 1);
            API.brokerRelay.mend();
        });

        assertThat(answer).startsWith("HTTP/1.1 202 ");
        var id = onlyJob();
        assertThat(API.state(id)).isEqualTo("RUNNING");
        assertThat(API.takeMessages(id)).hasSizeGreaterThanOrEqualTo(2);
    }

    /** Takes a minute, the patience of the publisher. */
    @Test
    @Tag("slow")
    void acceptsNothingWhenTheBrokerStaysAway() throws IOException {
        var answer = uploadWhileTheBrokerGoes(() -> {});

        assertThat(answer).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: ");
        assertThat(API.state(onlyJob())).isEqualTo("FAILED");
        assertThat(API.keysOf(onlyJob())).isEmpty();
    }

    private String uploadWhileTheBrokerGoes(Runnable then) throws IOException {
        var zip = Zip.ofPairs("a", "b");
        try (var http = new RawHttp(API, Duration.ofSeconds(90))) {
            http.send(RawHttp.head(
                    "POST /v1/jobs HTTP/1.1",
                    token,
                    "Content-Type: application/zip",
                    "Expect: 100-continue",
                    "Content-Length: " + zip.length));
            assertThat(http.receive(true)).startsWith("HTTP/1.1 100 ");
            API.brokerRelay.cut();
            http.send(zip);
            then.run();
            return http.receive();
        }
    }

    private UUID onlyJob() {
        return API.sql
                .sql("select id from job where tenant = ?")
                .param(tenant)
                .query(UUID.class)
                .single();
    }

    private static Form pair() {
        return Form.pair(new byte[] {1}, new byte[] {2});
    }

    private static void assertBusy(Supplier<Answer> request) {
        // What waits for another reason than the few seconds for a connection would wait a minute: longer than this
        // client.
        var answer = request.get();

        assertProblem(answer, 503, "busy");
        assertThat(Integer.parseInt(answer.header("Retry-After").orElse("0"))).isPositive();
    }
}
