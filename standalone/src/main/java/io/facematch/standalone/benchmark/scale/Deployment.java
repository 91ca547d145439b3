package io.facematch.standalone.benchmark.scale;

import io.facematch.broker.LocalRabbit;
import io.facematch.standalone.local.DatabaseUser;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.LocalPostgres;
import io.facematch.standalone.terminal.ChildProcess;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database, a broker, and API and workers as processes of their own, as they are deployed. */
final class Deployment implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String ANY_PORT = "0";

    private final Home home;
    private final LocalRabbit broker;
    private final LocalPostgres database;
    private final List<ChildProcess> processes = new ArrayList<>();

    private Deployment(Home home, LocalRabbit broker, LocalPostgres database) {
        this.home = home;
        this.broker = broker;
        this.database = database;
    }

    /** @param folder for all state */
    static Deployment start(Path folder) throws IOException {
        var home = Home.open(folder);
        var broker = LocalRabbit.launch(home.broker());
        try {
            var database = LocalPostgres.start(home.database());
            broker.awaitReady();
            return new Deployment(home, broker, database);
        } catch (RuntimeException | IOException e) {
            broker.close();
            throw e;
        }
    }

    Home home() {
        return home;
    }

    /** The database, as the owner of its tables. */
    JdbcClient owner() throws IOException {
        return JdbcClient.create(new DriverManagerDataSource(
                database.jdbcUrl(), DatabaseUser.OWNER.username(), DatabaseUser.OWNER.password(home.database())));
    }

    String token() throws IOException {
        return home.issuer().token("default", LocalIssuer.ALL_SCOPES, Instant.now());
    }

    /** A process that serves. */
    record Serving(URI address, ProcessHandle process) {}

    /** @param heap of its JVM, as {@code -Xmx} takes it */
    Serving startApi(String heap) throws IOException, InterruptedException {
        return start(
                "api",
                heap,
                Map.ofEntries(
                        Map.entry("FACEMATCH_DATABASE_USERNAME", DatabaseUser.API.username()),
                        Map.entry("FACEMATCH_DATABASE_PASSWORD", DatabaseUser.API.password(home.database())),
                        Map.entry("FACEMATCH_DATABASE_OWNER_USERNAME", DatabaseUser.OWNER.username()),
                        Map.entry("FACEMATCH_DATABASE_OWNER_PASSWORD", DatabaseUser.OWNER.password(home.database())),
                        Map.entry("FACEMATCH_MANAGEMENT_PORT", ANY_PORT),
                        Map.entry("FACEMATCH_ISSUER_ENABLED", "true"),
                        Map.entry("FACEMATCH_ISSUER_URI", LocalIssuer.configuredUri()),
                        Map.entry(
                                "FACEMATCH_ISSUER_PRIVATE_KEY_FILE",
                                home.issuer().privateKeyFile().toString()),
                        Map.entry(
                                "FACEMATCH_AUDIT_SIGNING_KEY_FILE",
                                home.auditKey().toString()),
                        Map.entry(
                                "FACEMATCH_SUBMISSION_SPOOL_DIRECTORY",
                                home.spool().toString()),
                        Map.entry("FACEMATCH_SUBMISSION_ACCEPT_AFTER", "kept"),
                        // The benchmark often asks whether a job is done.
                        Map.entry("FACEMATCH_LIMITS_REQUESTS_PER_SECOND", "10000"),
                        Map.entry("FACEMATCH_LIMITS_COMPARES_PER_SECOND", "10000")));
    }

    Serving startWorker(String heap) throws IOException, InterruptedException {
        return start(
                "worker",
                heap,
                Map.of(
                        "FACEMATCH_DATABASE_USERNAME", DatabaseUser.WORKER.username(),
                        "FACEMATCH_DATABASE_PASSWORD", DatabaseUser.WORKER.password(home.database())));
    }

    private Serving start(String command, String heap, Map<String, String> own)
            throws IOException, InterruptedException {
        var port = freePort();
        var settings = new HashMap<>(own);
        settings.put("FACEMATCH_PORT", Integer.toString(port));
        settings.put("FACEMATCH_OFFLINE", "true");
        settings.put("FACEMATCH_DATABASE_URL", database.jdbcUrl());
        settings.put("FACEMATCH_RABBITMQ_URI", broker.uri());
        settings.put("FACEMATCH_MASTER_KEY_FILE", home.masterKey().toString());
        settings.put("FACEMATCH_KEYS_FOLDER", home.keys().toString());
        var process = ChildProcess.start(
                List.of(command),
                List.of("-Xmx" + heap),
                Set.copyOf(ChildProcess.HOW_IT_COMPARES),
                settings,
                Path.of("").toAbsolutePath(),
                home.folder().resolve(command + ".log"));
        processes.add(process);
        var address = URI.create("http://127.0.0.1:" + port);
        awaitReady(address, process, command);
        return new Serving(address, process.handle());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(URI address, ChildProcess process, String command)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address.resolve("/actuator/health/readiness"))
                .timeout(START)
                .build();
        var end = System.nanoTime() + START.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end) {
                if (isReady(http, request)) {
                    return;
                }
                if (process.endsWithin(POLL)) {
                    throw new CommandFailed("'facematch " + command + "' did not start:\n" + process.output());
                }
            }
        }
        throw new CommandFailed("'facematch " + command + "' is not ready after " + START.toMinutes() + " minutes");
    }

    private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (broker;
                database) {
            for (var process : processes.reversed()) {
                process.close();
            }
        }
    }
}
