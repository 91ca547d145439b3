package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.standalone.local.DatabaseUser;
import io.facematch.testing.BrokerNode;
import io.facematch.testing.ClearTextScan;
import io.facematch.testing.Form;
import io.facematch.testing.Ledger;
import io.facematch.testing.RawBroker;
import io.facematch.testing.Relay;
import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Whatever dies in the middle of a job: after its 202, every pair gets its one outcome. */
class WorkerDeathIT {
    private static final int PAIRS = 100;

    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Relay broker;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        broker = Relay.to(port(TestBroker.uri()));
        server = TestServer.start(
                folder.resolve("home"),
                Map.of("facematch.rabbitmq.uri", throughRelay(), "facematch.submission.accept-after", "published"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        broker.cut();
    }

    /** A fixed address for a broker that comes back on another port. */
    private static String throughRelay() {
        return "amqp://" + URI.create(TestBroker.uri()).getUserInfo() + "@127.0.0.1:" + broker.port();
    }

    private static int port(String uri) {
        return URI.create(uri).getPort();
    }

    @BeforeEach
    void work() {
        server.resumeWorker();
    }

    @Test
    void anotherWorkerTakesOverFromOneThatCrashedAndLeftNothing() throws Exception {
        server.pauseWorker();
        var scan = new ClearTextScan();
        var probe = scan.marked(Samples.portrait("person07_selfie"));
        var reference = scan.marked(Samples.portrait("person07_id"));
        UUID job;
        try (var worker = startWorker()) {
            job = server.submit(TestArchive.ofPairs(PAIRS, probe, reference));
            server.awaitOutcomes(job, 20);
            Files.createFile(folder.resolve("crash"));
            worker.exitStatus();
        }
        var crashLog = crashLog();
        assertThat(crashLog)
                .content()
                .as("it did crash, in the network")
                .contains("SIGSEGV")
                .containsPattern("Problematic frame:\\s+# C +\\[libonnxruntime")
                .as("it has nothing of what the network worked with")
                .doesNotContain("XMM", "Register to memory", "Top of Stack", "Stack slot")
                .contains("VM state");
        assertThat(OtherProcess.cores()).isEmpty();
        assertThat(OtherProcess.strayCrashLogs(Path.of("").toAbsolutePath(), temporary(), folder))
                .isEmpty();
        // With the home, the temporary folder and the logs.
        assertThat(scan.hits(folder)).isEmpty();
        for (var left : List.of(crashLog, folder.resolve("worker.log"))) {
            assertThat(ClearTextScan.found(left, secrets())).isEmpty();
        }
        var before = server.ledger(job).indices();
        assertThat(before).hasSizeBetween(20, PAIRS - 1);
        server.resumeWorker();
        server.awaitEnd(job);

        var ledger = server.ledger(job);
        ledger.assertCompletedExactlyOnce(PAIRS);
        assertThat(ledger.answers()).containsOnly("Success");
        assertThat(ledger.attempts())
                .as("what the crashed one held is looked at apart")
                .contains(1);
    }

    private static Path temporary() throws IOException {
        return Files.createDirectories(folder.resolve("tmp"));
    }

    /** What was in its memory: both photos of all pairs, the master key, the passwords. */
    private static Stream<byte[]> secrets() throws IOException {
        var key = Files.readString(server.home().masterKey()).strip();
        var password = DatabaseUser.WORKER.password(server.home().database());
        return Stream.of(
                key.getBytes(StandardCharsets.US_ASCII),
                Base64.getDecoder().decode(key),
                password.getBytes(StandardCharsets.US_ASCII),
                URI.create(TestBroker.uri()).getUserInfo().getBytes(StandardCharsets.US_ASCII),
                middle(Samples.portrait("person07_selfie")),
                middle(Samples.portrait("person07_id")));
    }

    private static byte[] middle(byte[] photo) {
        return Arrays.copyOfRange(photo, photo.length / 2, photo.length / 2 + 16);
    }

    private static Path crashLog() throws IOException {
        try (var files = Files.list(server.home().folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith("java-crash"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the launcher has Java do then. */
    private static String afterACrash() throws IOException {
        var option = Pattern.compile("'(-XX:OnError=[^']+)'")
                .matcher(Files.readString(Samples.project().resolve("facematch")));
        assertThat(option.find()).isTrue();
        return option.group(1);
    }

    private static OtherProcess startWorker() throws IOException {
        var settings = server.context().getEnvironment();
        return OtherProcess.start(
                CrashingWorker.class,
                List.of(
                        "-Xmx256m",
                        "-XX:ErrorFile=" + server.home().folder().resolve("java-crash-%p.log"),
                        afterACrash(),
                        "-Djava.io.tmpdir=" + temporary(),
                        "-D" + CrashingWorker.SIGNAL + "=" + folder.resolve("crash")),
                Map.of(
                        "FACEMATCH_HOME",
                        server.home().folder().toString(),
                        "FACEMATCH_DATABASE_URL",
                        Objects.requireNonNull(settings.getProperty("facematch.database.url")),
                        "FACEMATCH_DATABASE_USERNAME",
                        DatabaseUser.WORKER.username(),
                        "FACEMATCH_DATABASE_PASSWORD",
                        DatabaseUser.WORKER.password(server.home().database()),
                        "FACEMATCH_RABBITMQ_URI",
                        throughRelay(),
                        "FACEMATCH_MASTER_KEY_FILE",
                        server.home().masterKey().toString(),
                        "FACEMATCH_KEYS_FOLDER",
                        server.home().folder().resolve("keys").toString(),
                        "FACEMATCH_MODELS",
                        Samples.models(),
                        "FACEMATCH_PORT",
                        "0",
                        "FACEMATCH_MANAGEMENT_PORT",
                        "0"),
                folder.resolve("worker.log"));
    }

    @Test
    void aCancelledJobGetsNoMoreOutcomes() throws Exception {
        var job = server.submit(TestArchive.ofPairs(PAIRS));
        server.awaitOutcomes(job, 10);
        var cancelled = server.json(server.request("/v1/jobs/" + job).DELETE(), 200);
        assertThat(cancelled.path("state").asString()).isEqualTo("CANCELLED");
        var ledger = server.ledger(job);
        var before = ledger.fingerprint();
        assertThat(ledger.indices()).hasSizeBetween(10, PAIRS - 1);
        assertThat(ledger.keys()).containsExactly("LABELS");
        ledger.assertCountersAgree();

        try (var broker = new RawBroker(TestBroker.uri())) {
            await().atMost(Duration.ofSeconds(30)).until(broker::isEmpty);
            server.pauseWorker();
            server.resumeWorker();
            await().atMost(Duration.ofSeconds(30)).until(broker::isEmpty);
        }
        assertThat(ledger.fingerprint()).isEqualTo(before);
        assertThat(ledger.state()).isEqualTo("CANCELLED");
        assertThat(server.send(server.request("/v1/jobs/" + job).DELETE()).statusCode())
                .as("cancelling twice is the same as once")
                .isEqualTo(200);
        assertThat(server.send(server.request("/v1/jobs/" + job + "/results")).statusCode())
                .isEqualTo(200);
    }

    @RepeatedTest(10)
    void aJobEndsOnceWhenItsLastOutcomeAndItsCancellationRace() throws Exception {
        var accepted = server.json(
                Form.pair(Samples.portrait("person07_selfie"), Samples.portrait("person07_id"))
                        .postTo(server.request("/v1/jobs")),
                202);
        var job = UUID.fromString(accepted.path("id").asString());
        var cancel = server.send(server.request("/v1/jobs/" + job).DELETE());
        var ended = server.awaitEnd(job).path("state").asString();

        var ledger = server.ledger(job);
        assertThat(ledger.keys()).containsExactly("LABELS");
        ledger.assertCountersAgree();
        assertThat(ended).isEqualTo(cancel.statusCode() == 200 ? "CANCELLED" : "COMPLETED");
        assertThat(ledger.indices()).hasSize(ended.equals("COMPLETED") ? 1 : 0);
    }

    @Test
    void aJobOutlivesItsBrokersDeath() throws Exception {
        assumeTrue(BrokerNode.isVisible(), "the broker is not ours to kill");
        var job = server.submit(TestArchive.ofPairs(PAIRS));
        server.awaitOutcomes(job, 10);
        BrokerNode.kill();
        assertThat(server.send(server.request("/v1/jobs/" + job)).statusCode())
                .as("the job can be looked at meanwhile")
                .isEqualTo(200);
        var refused = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> server.send(
                                Form.pair(new byte[] {1}, new byte[] {2}).postTo(server.request("/v1/jobs"))),
                        response -> response.statusCode() == 503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        broker.cut();
        broker.mend(port(TestBroker.restart()));
        server.awaitEnd(job);

        server.ledger(job).assertCompletedExactlyOnce(PAIRS);
        assertThat(server.ledger(job).answers()).containsOnly("Success");
    }

    @Test
    void aJobOutlivesEveryConnectionToItsDatabase() throws Exception {
        var settings = server.context().getEnvironment();
        // Not through the pool, whose connections are what dies here.
        var database = JdbcClient.create(new DriverManagerDataSource(
                Objects.requireNonNull(settings.getProperty("facematch.database.url")),
                DatabaseUser.SUPERUSER.username(),
                DatabaseUser.SUPERUSER.password(server.home().database())));
        var job = server.submit(TestArchive.ofPairs(PAIRS));
        var seen = new Ledger(database, job);
        for (int cut = 1; cut <= 5; cut++) {
            var enough = 10 * cut;
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> seen.indices().size() >= enough);
            // Since the last cut there may be none again yet.
            await().pollInterval(Duration.ofMillis(20)).until(() -> cutConnections(database) > 0);
        }
        assertThat(seen.state()).isEqualTo("RUNNING");
        await().atMost(Duration.ofSeconds(60)).until(() -> !seen.state().equals("RUNNING"));

        seen.assertCompletedExactlyOnce(PAIRS);
        assertThat(seen.answers()).containsOnly("Success");
        assertThat(seen.attempts()).as("no pair went back to the broker").containsOnly(0);
    }

    private static long cutConnections(JdbcClient database) {
        return database.sql("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where pid <> pg_backend_pid() and datname = current_database()""").query(Long.class).single();
    }
}
