package io.facematch.standalone.privacy;

import io.facematch.broker.LocalRabbit;
import io.facematch.card.folder.KnownModels;
import io.facematch.standalone.local.DatabaseUser;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.LocalPostgres;
import io.facematch.standalone.terminal.Steps;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** This installation's programs on state of their own: a database, a broker, an API process and a worker process. */
final class OwnProduct implements AutoCloseable {
    private final Home home;
    private final LocalRabbit rabbit;
    private final LocalPostgres postgres;
    private final int port = freePort();
    private final Path signingKey;
    private @Nullable ServerProcess api;
    private @Nullable ServerProcess worker;
    private int started;

    private OwnProduct(Home home, LocalRabbit rabbit, LocalPostgres postgres) throws IOException {
        this.home = home;
        this.rabbit = rabbit;
        this.postgres = postgres;
        this.signingKey = home.folder().resolve("issuer.private.pem");
    }

    /** With an API, and without a worker. */
    static OwnProduct start(Path folder, Steps steps) throws IOException, InterruptedException {
        var home = Home.open(folder);
        for (var part : List.of("logs", "tmp", "crashes", "work")) {
            Files.createDirectories(folder.resolve(part));
        }
        var step = steps.begin("PostgreSQL and RabbitMQ");
        var rabbit = LocalRabbit.launch(home.broker());
        OwnProduct product = null;
        try {
            product = new OwnProduct(home, rabbit, LocalPostgres.start(home.database()));
            // Makes the key.
            LocalIssuer.open(product.signingKey);
            rabbit.awaitReady();
            step.ready();
            step = steps.begin("API");
            product.startApi();
            step.ready();
            return product;
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (product == null) {
                rabbit.close();
            } else {
                product.close();
            }
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    ServerProcess startApi() throws IOException, InterruptedException {
        var settings = settings(DatabaseUser.API);
        settings.put("FACEMATCH_DATABASE_OWNER_USERNAME", DatabaseUser.OWNER.username());
        settings.put("FACEMATCH_DATABASE_OWNER_PASSWORD", DatabaseUser.OWNER.password(home.database()));
        settings.put("FACEMATCH_ISSUER_ENABLED", "true");
        settings.put("FACEMATCH_ISSUER_URI", address().toString());
        settings.put("FACEMATCH_ISSUER_PRIVATE_KEY_FILE", signingKey.toString());
        settings.put(
                "FACEMATCH_SUBMISSION_SPOOL_DIRECTORY",
                home.folder().resolve("spool").toString());
        settings.put("FACEMATCH_PORT", Integer.toString(port));
        api = launch("api", settings);
        return api.awaitReady();
    }

    ServerProcess api() {
        return Objects.requireNonNull(api, "it was started");
    }

    ServerProcess startWorker() throws IOException, InterruptedException {
        var settings = settings(DatabaseUser.WORKER);
        settings.put("FACEMATCH_PORT", "0");
        settings.put("FACEMATCH_WORKER_THREADS", "2");
        worker = launch("worker", settings);
        return worker.awaitReady();
    }

    private ServerProcess launch(String command, Map<String, String> settings) throws IOException {
        started++;
        var folder = home.folder();
        return ServerProcess.launch(
                command,
                List.of(
                        // It lives for seconds.
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                        "-XX:ErrorFile=" + folder.resolve("crashes/java-crash-%p.log"),
                        "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("native")),
                settings,
                folder.resolve("work"),
                folder.resolve("logs/" + started + "-" + command + ".log"),
                freePort());
    }

    private Map<String, String> settings(DatabaseUser user) throws IOException {
        var settings = new HashMap<>(Map.of(
                "FACEMATCH_HOME", home.folder().toString(),
                "FACEMATCH_OFFLINE", "true",
                // All that there is to say about a pair is said.
                "FACEMATCH_LOG_LEVEL", "trace",
                "FACEMATCH_DATABASE_URL", postgres.jdbcUrl(),
                "FACEMATCH_DATABASE_USERNAME", user.username(),
                "FACEMATCH_DATABASE_PASSWORD", user.password(home.database()),
                "FACEMATCH_RABBITMQ_URI", rabbit.uri(),
                "FACEMATCH_MASTER_KEY_FILE", home.masterKey().toString(),
                "FACEMATCH_KEYS_FOLDER", home.keys().toString()));
        settings.put("FACEMATCH_MODELS", modelFolders());
        return settings;
    }

    /** The installation's, which may be named from where the check was started; its processes run elsewhere. */
    private static String modelFolders() {
        return KnownModels.searchPath(System.getenv("FACEMATCH_MODELS")).stream()
                .map(folder -> folder.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Stops the processes in order, as at the end of a day. The database goes on. */
    void stopServers() throws IOException {
        try (var first = worker;
                var second = api) {
            worker = null;
            api = null;
        }
    }

    URI address() {
        return URI.create("http://localhost:" + port);
    }

    Home home() {
        return home;
    }

    Path signingKey() {
        return signingKey;
    }

    String brokerUri() {
        return rabbit.uri();
    }

    /** As the user who may do everything. */
    JdbcClient database() throws IOException {
        return JdbcClient.create(login());
    }

    DriverManagerDataSource login() throws IOException {
        return new DriverManagerDataSource(
                postgres.jdbcUrl(),
                DatabaseUser.SUPERUSER.username(),
                DatabaseUser.SUPERUSER.password(home.database()));
    }

    /** Also after half a start, when a process is dead already, and for a thread that was interrupted. */
    @Override
    public void close() throws IOException {
        var interrupted = Thread.interrupted();
        try (rabbit;
                postgres) {
            stopServers();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
