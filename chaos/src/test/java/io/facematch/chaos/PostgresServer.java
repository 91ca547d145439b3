package io.facematch.chaos;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.facematch.testing.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL to be killed: its data is in a folder, its port stays. With the users that the product has in production. */
final class PostgresServer implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final String PASSWORD = "a-password-of-the-test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final int port = Ports.free();
    private @Nullable Process process;
    private @Nullable HikariDataSource pool;

    private PostgresServer(Path folder) {
        this.folder = folder;
    }

    /** Starts an empty one. */
    static PostgresServer create(Path folder) throws IOException {
        var server = new PostgresServer(Files.createDirectories(folder));
        var password = Files.writeString(folder.resolve("password"), PASSWORD);
        server.run("initdb", "-D", server.data(), "-U", SUPERUSER, "-A", "scram-sha-256", "--pwfile=" + password);
        // What a replica logs in with, from this machine.
        Files.writeString(
                folder.resolve("data/pg_hba.conf"),
                "host replication " + SUPERUSER
                        + " 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n");
        server.start();
        server.makeUsers();
        return server;
    }

    /** Starts one that follows another, and lets nothing be committed there that it does not have. */
    static PostgresServer following(PostgresServer primary, Path folder) throws IOException {
        var server = new PostgresServer(Files.createDirectories(folder));
        Files.writeString(
                folder.resolve("pgpass"), "127.0.0.1:" + primary.port + ":*:" + SUPERUSER + ":" + PASSWORD + "\n");
        Files.setPosixFilePermissions(folder.resolve("pgpass"), PosixFilePermissions.fromString("rw-------"));
        server.run(
                "pg_basebackup",
                "-d",
                "host=127.0.0.1 port=" + primary.port + " user=" + SUPERUSER + " application_name=replica passfile="
                        + folder.resolve("pgpass"),
                "-D",
                server.data(),
                "-R",
                "-X",
                "stream",
                "-c",
                "fast");
        server.start();
        primary.configure("synchronous_standby_names", "replica");
        return server;
    }

    /** Whether this machine has what makes a replica. */
    static boolean canFollow() {
        return Files.isExecutable(programs().resolve("pg_basebackup"));
    }

    void start() throws IOException {
        process = builder(
                        "postgres",
                        "-D",
                        data(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "max_connections=200",
                        "-c",
                        "log_parameter_max_length_on_error=0")
                .start();
        var started = process;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!started.isAlive()) {
                throw new IllegalStateException("PostgreSQL ended:\n" + Files.readString(log()));
            }
            return answers();
        });
    }

    private boolean answers() {
        try (var connection = dataSource(SUPERUSER, "postgres").getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** SIGKILL to all its processes. */
    void kill() throws InterruptedException {
        if (process == null || !process.isAlive()) {
            return;
        }
        var all = Stream.concat(Stream.of(running().toHandle()), running().descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        running().waitFor();
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** As {@code pg_ctl stop -m immediate}: no checkpoint, connections just break. */
    void stopImmediately() throws InterruptedException, IOException {
        Signals.send("QUIT", running().pid());
        running().waitFor();
    }

    /** A replica becomes a server that takes writes. */
    void promote() {
        superuser("postgres").sql("select pg_promote()").query(Boolean.class).single();
    }

    /** Every transaction from now on may only read, or may write again. */
    void readOnly(boolean only) {
        configure("default_transaction_read_only", only ? "on" : "off");
        // Those that are open keep what they were begun with.
        superuser("postgres")
                .sql("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where datname = 'facematch' and pid <> pg_backend_pid()")
                .query(Long.class)
                .single();
    }

    /** Holds a table so that nobody else can do anything with it, and returns when it is free again. */
    void lock(String table, Duration time) throws SQLException, InterruptedException {
        try (var connection = dataSource(SUPERUSER, "facematch").getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("lock table " + table + " in access exclusive mode");
            }
            Thread.sleep(time);
            connection.rollback();
        }
    }

    /** Changes a setting of the server while it runs. */
    void configure(String setting, String value) {
        var template = new JdbcTemplate(dataSource(SUPERUSER, "postgres"));
        template.execute("alter system set " + setting + " = '" + value + "'");
        template.execute("select pg_reload_conf()");
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    /** The product's tables, as the user who may do everything. */
    synchronized JdbcClient database() {
        if (pool == null) {
            pool = new HikariDataSource();
            pool.setDataSource(dataSource(SUPERUSER, "facematch"));
            pool.setMaximumPoolSize(4);
            pool.setMinimumIdle(0);
            // The server may be dead: then this is to be noticed.
            pool.setConnectionTimeout(CONNECTING.toMillis());
            pool.setInitializationFailTimeout(-1);
        }
        return JdbcClient.create(pool);
    }

    String version() {
        return superuser("postgres")
                .sql("show server_version")
                .query(String.class)
                .single();
    }

    private JdbcClient superuser(String database) {
        return JdbcClient.create(dataSource(SUPERUSER, database));
    }

    /** Environment of a process of the product, but for the address. */
    static Map<String, String> login(TestDatabase.User user) {
        return Map.of(
                "FACEMATCH_DATABASE_USERNAME",
                user.username(),
                "FACEMATCH_DATABASE_PASSWORD",
                PASSWORD,
                "FACEMATCH_DATABASE_OWNER_USERNAME",
                TestDatabase.User.OWNER.username(),
                "FACEMATCH_DATABASE_OWNER_PASSWORD",
                PASSWORD);
    }

    private DriverManagerDataSource dataSource(String user, String database) {
        return new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?connectTimeout=2&socketTimeout=60",
                user,
                PASSWORD);
    }

    private void makeUsers() throws IOException {
        new JdbcTemplate(dataSource(SUPERUSER, "postgres")).execute("create database facematch");
        var there = new JdbcTemplate(dataSource(SUPERUSER, "facematch"));
        there.execute(new ClassPathResource("db/roles/create_roles.sql").getContentAsString(StandardCharsets.UTF_8));
        for (var user : TestDatabase.User.values()) {
            there.execute("alter role " + user.username() + " password '" + PASSWORD + "'");
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Path log() {
        return folder.resolve("postgres.log");
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("PostgreSQL was not started");
        }
        return process;
    }

    private void run(String program, String... arguments) throws IOException {
        try {
            if (builder(program, arguments).start().waitFor() != 0) {
                throw new IOException(program + " failed:\n" + Files.readString(log()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private ProcessBuilder builder(String program, String... arguments) {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root. This makes it somebody else, as the embedded one does.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs().resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /** The newest that is installed, since it can have replicas; else what the tests of other modules run. */
    private static Path programs() {
        try {
            if (Files.isDirectory(INSTALLED)) {
                try (var versions = Files.list(INSTALLED)) {
                    var newest = versions.map(version -> version.resolve("bin"))
                            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                            .max(Comparator.naturalOrder());
                    if (newest.isPresent()) {
                        return newest.get();
                    }
                }
            }
            return Embedded.PROGRAMS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacked when they are needed first. */
    private static final class Embedded {
        static final Path PROGRAMS = unpack();

        private static Path unpack() {
            var folder = Path.of(System.getProperty("user.home"), ".cache", "facematch-tests", "postgres");
            try (var once = EmbeddedPostgres.builder()
                            .setOverrideWorkingDirectory(folder.toFile())
                            .start();
                    var versions = Files.list(folder)) {
                return versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .findFirst()
                        .orElseThrow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (pool != null) {
            pool.close();
        }
        var running = process;
        if (running != null && running.isAlive()) {
            Signals.send("INT", running.pid());
            await().atMost(PATIENCE).until(() -> !running.isAlive());
        }
    }
}
