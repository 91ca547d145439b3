package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.TestBroker;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        var id = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        API.databaseRelay.cut();

        assertBusy(() -> API.get(token, "/v1/jobs/" + id));
        assertBusy(() -> API.get(token, "/v1/jobs"));
        assertBusy(() -> API.get(token, "/v1/jobs/" + id + "/outcomes"));
        assertBusy(() -> API.get(token, "/v1/jobs/" + id + "/results"));
        assertBusy(() -> API.delete(token, "/v1/jobs/" + id));
        assertBusy(() -> API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})));
        assertBusy(() -> API.postPair(
                token, Form.pair(new byte[] {1}, new byte[] {2}), "Prefer", "wait=5", "Idempotency-Key", "k"));
        assertBusy(() -> API.postZip(token, Zip.ofPairs("a")));
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

    @Test
    void outlivesTheEndOfEveryConnection() {
        var id = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        API.sql
                .sql("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()")
                .query((row, n) -> row.getBoolean(1))
                .list();

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            var answer = API.get(token, "/v1/jobs/" + id);
            assertThat(answer.status()).as(answer.toString()).isIn(200, 503);
            return answer.status() == 200;
        });
    }

    @Test
    void aLockedDatabaseIsBusyToo() throws Exception {
        var id = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
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

        assertBusy(() -> API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})));
        assertBusy(() -> API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}), "Prefer", "wait=5"));
        assertBusy(() -> API.postZip(token, Zip.ofPairs("a")));
        assertThat(API.get(token, "/v1/jobs").status()).isEqualTo(200);
        assertThat(API.send("/actuator/health/liveness", request -> request).status())
                .isEqualTo(200);
        assertThat(API.send("/actuator/health/readiness", request -> request).status())
                .isEqualTo(503);
        assertThat(API.jobsOf(tenant)).isZero();

        API.brokerRelay.mend();
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}))
                                .status()
                        == 202);
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
        if (!TestBroker.isPrivate()) {
            return;
        }
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

    private static void assertBusy(Supplier<Answer> request) {
        var begin = System.nanoTime();

        var answer = request.get();

        assertProblem(answer, 503, "busy");
        assertThat(Integer.parseInt(answer.header("Retry-After").orElse("0"))).isPositive();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }
}
