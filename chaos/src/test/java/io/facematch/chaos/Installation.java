package io.facematch.chaos;

import static org.awaitility.Awaitility.await;

import io.facematch.chaos.FacematchProcess.Kind;
import io.facematch.chaos.failpoint.FailPoint;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.testing.Relay;
import io.facematch.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A whole Facematch to be broken: API and workers as processes, with a database and a broker of their own behind relays that
 * can cut, slow and silence.
 */
final class Installation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path folder;
    private final PostgresServer postgres;
    private final Broker broker;
    private final Relay toDatabase;
    private final List<Relay> toBroker;
    private final Map<String, String> settings = new HashMap<>();
    private final List<FacematchProcess> processes = new CopyOnWriteArrayList<>();
    private final AtomicInteger started = new AtomicInteger();
    private final Photos photos = new Photos();
    private final History history;
    private final int apiPort = Ports.free();
    private @Nullable JdbcClient database;
    private volatile boolean closed;

    private Installation(Path folder, int brokerNodes) throws IOException {
        this.folder = folder;
        for (var made : List.of("keys", "spool", "tmp", "logs")) {
            Files.createDirectories(folder.resolve(made));
        }
        postgres = PostgresServer.create(folder.resolve("postgres"));
        broker = Broker.start(folder.resolve("rabbitmq"), brokerNodes);
        toDatabase = Relay.to(postgres.port());
        toBroker = broker.nodes().stream().map(node -> Relay.to(node.port())).toList();
        var issuer = LocalIssuer.open(folder.resolve("issuer.pem"));
        history = new History(() -> issuer.token("default", LocalIssuer.ALL_SCOPES, Instant.now()));
        settings.putAll(Map.of(
                "FACEMATCH_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + toDatabase.port() + "/facematch",
                "FACEMATCH_MASTER_KEY_FILE", secret("master.key"),
                "FACEMATCH_KEYS_FOLDER", folder.resolve("keys").toString(),
                "FACEMATCH_RABBITMQ_URI", addresses()));
        set("FACEMATCH_ISSUER_ENABLED", "true");
        set("FACEMATCH_ISSUER_URI", LocalIssuer.configuredUri());
        set("FACEMATCH_ISSUER_PRIVATE_KEY_FILE", issuer.privateKeyFile().toString());
        set("FACEMATCH_AUDIT_SIGNING_KEY_FILE", secret("audit.key"));
        set("FACEMATCH_SUBMISSION_SPOOL_DIRECTORY", folder.resolve("spool").toString());
        // As docker-compose.yml has it.
        set("FACEMATCH_SUBMISSION_ACCEPT_AFTER", "kept");
        // The receivers of tests are on this machine.
        set("FACEMATCH_WEBHOOKS_ALLOWED_HOSTS", "http://127.0.0.1:*");
        set("FACEMATCH_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.1/32");
        // Archives of failed pairs are gone, too, when a scenario looks at the spool.
        set("FACEMATCH_SUBMISSION_RETRY_WITHIN", "1s");
        // Tests look often.
        set("FACEMATCH_LIMITS_REQUESTS_PER_SECOND", "10000");
        set("FACEMATCH_SUBMISSION_LEASE", "10s");
        set("FACEMATCH_WORKER_THREADS", "1");
    }

    /** A broker of one node, and one API that is ready; no worker yet. */
    static Installation start(Path folder) throws IOException {
        return start(folder, 1);
    }

    /** @param brokerNodes one or three */
    static Installation start(Path folder, int brokerNodes) throws IOException {
        var installation = prepare(folder, brokerNodes);
        installation.begin();
        return installation;
    }

    /** A database and a broker, and no process of the product yet. */
    static Installation prepare(Path folder, int brokerNodes) throws IOException {
        var installation = new Installation(folder, brokerNodes);
        // A test run that is ended early leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(new Thread(installation::killAll));
        return installation;
    }

    /** Starts the first API. */
    void begin() throws IOException {
        startApi().awaitReady();
        new Transitions(postgres.database()).record();
    }

    private String addresses() {
        var uris = new ArrayList<String>();
        for (int node = 0; node < toBroker.size(); node++) {
            uris.add(broker.node(node + 1).uri(toBroker.get(node).port()));
        }
        return String.join(",", uris);
    }

    private String secret(String name) throws IOException {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        var file = Files.writeString(folder.resolve(name), Base64.getEncoder().encodeToString(key));
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    /** For the processes that start from now on. */
    void set(String setting, String value) {
        settings.put(setting, value);
    }

    FacematchProcess startApi() throws IOException {
        return start(Kind.API, apiPort, null);
    }

    /** A second one. */
    FacematchProcess startAnotherApi() throws IOException {
        return start(Kind.API, Ports.free(), null);
    }

    FacematchProcess startAnotherApi(FailPoint point) throws IOException {
        return start(Kind.API, Ports.free(), point.toString());
    }

    FacematchProcess startWorker() throws IOException {
        return start(Kind.WORKER, Ports.free(), null);
    }

    FacematchProcess startWorker(FailPoint point) throws IOException {
        return start(Kind.WORKER, Ports.free(), point.toString());
    }

    /** One whose clock is as many seconds ahead as the file says at each moment. */
    FacematchProcess startWithClock(Kind kind, Path seconds) throws IOException {
        return start(kind, Ports.free(), "clock=" + seconds);
    }

    private FacematchProcess start(Kind kind, int port, @Nullable String agent) throws IOException {
        var environment = new HashMap<>(settings);
        environment.putAll(PostgresServer.login(kind == Kind.API ? TestDatabase.User.API : TestDatabase.User.WORKER));
        var log = folder.resolve("logs/" + started.incrementAndGet() + "-" + kind.module() + ".log");
        var process = FacematchProcess.start(kind, environment, port, folder.resolve("tmp"), log, agent);
        processes.add(process);
        return process;
    }

    URI api() {
        return URI.create("http://localhost:" + apiPort);
    }

    /** Processes of a kind that live. */
    List<FacematchProcess> alive(Kind kind) {
        return processes.stream()
                .filter(process -> process.kind() == kind && process.isAlive())
                .toList();
    }

    /** Ends all workers in order, so that the next test begins without any. */
    void stopWorkers() throws IOException {
        var workers = alive(Kind.WORKER);
        workers.forEach(FacematchProcess::terminate);
        for (var worker : workers) {
            worker.close();
        }
    }

    Relay toDatabase() {
        return toDatabase;
    }

    Relay toBroker() {
        return toBroker.getFirst();
    }

    PostgresServer postgres() {
        return postgres;
    }

    Broker broker() {
        return broker;
    }

    Path folder() {
        return folder;
    }

    Photos photos() {
        return photos;
    }

    History history() {
        return history;
    }

    /** Straight to the server, past the relay. */
    JdbcClient database() {
        return database == null ? postgres.database() : database;
    }

    /** From now on the data is asked of another server, as after a failover. */
    void databaseIs(JdbcClient other) {
        database = other;
    }

    /** Submits so many pairs as a client that does not give up. */
    UUID submit(int pairs) throws IOException, InterruptedException {
        return history.submitUntilAccepted(this::api, photos.archive(pairs), pairs);
    }

    int outcomes(UUID job) {
        return database()
                .sql("select count(*)::int from outcome where job_id = ?")
                .param(job)
                .query(Integer.class)
                .single();
    }

    String state(UUID job) {
        return database()
                .sql("select state from job where id = ?")
                .param(job)
                .query(String.class)
                .single();
    }

    void awaitOutcomes(UUID job, int atLeast) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> outcomes(job) >= atLeast);
    }

    /** Of all jobs. */
    long outcomes() {
        return database().sql("select count(*) from outcome").query(Long.class).single();
    }

    /** Until there are so many more outcomes than now, of whatever job. */
    void awaitMoreOutcomes(int more) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(20))
                .until(this::outcomes, now -> now > 0);
        var wanted = outcomes() + more;
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> outcomes() >= wanted);
    }

    /** Until the job is over, in whatever way. */
    void awaitEnd(UUID job) {
        await("the end of the job")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> !List.of("ENQUEUING", "RUNNING").contains(state(job)));
    }

    /** A place that ends a process there. */
    FailPoint at(FailPoints.Point point, int hit) {
        return point.at(hit, folder.resolve("logs/" + point.name() + "-" + UUID.randomUUID() + ".hit"));
    }

    private void killAll() {
        if (closed) {
            return;
        }
        try {
            for (var process : processes) {
                process.kill();
            }
            broker.kill();
            postgres.kill();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (var process : processes) {
            process.terminate();
        }
        for (var process : processes) {
            process.close();
        }
        broker.close();
        postgres.close();
        closed = true;
        toDatabase.cut();
        toBroker.forEach(Relay::cut);
    }
}
