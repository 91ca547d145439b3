package io.facematch.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One PostgreSQL for all tests of a JVM: the one in {@code FACEMATCH_DATABASE_URL} (with user and password), else a
 * container where an engine answers, else a process. Each caller gets a database of its own, with all migrations; on a
 * configured server it stays.
 *
 * <p>On servers of our own the product has the users that it has in production, with their few rights: a test learns when
 * one of them lacks a right. On a configured server one user does everything.
 */
public final class TestDatabase {
    private static final String SUPERUSER = "postgres";

    /** Of all users of our servers. */
    private static final String PASSWORD = random();

    private static final Optional<String> CONFIGURED =
            Optional.ofNullable(System.getenv("FACEMATCH_DATABASE_URL")).filter(url -> !url.isBlank());
    private static final String SERVER =
            CONFIGURED.or(() -> Containers.database(PASSWORD)).orElseGet(TestDatabase::start);
    /** One connection: to begin another takes the server as long as to copy a database. */
    private static final DataSource ADMINISTRATION = isOurs()
            ? new SingleConnectionDataSource(SERVER, SUPERUSER, PASSWORD, true)
            : new SingleConnectionDataSource(SERVER, true);

    private static final String PREFIX = "test_" + ProcessHandle.current().pid() + "_";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The schema is made once; every database is a copy of this one. */
    private static final String TEMPLATE = migrated();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** The users of the product. */
    public enum User {
        OWNER("facematch_owner"),
        API("facematch_api"),
        WORKER("facematch_worker"),
        AUDITOR("facematch_auditor"),
        RETENTION("facematch_retention");

        private final String username;

        User(String username) {
            this.username = username;
        }

        public String username() {
            return username;
        }
    }

    public static TestDatabase create() {
        return copyOf(TEMPLATE);
    }

    /** One that holds what this one does, which takes less time than to fill it again. Nobody may be connected to this one. */
    public TestDatabase copy() {
        return copyOf(name);
    }

    /** One with the tables of an earlier version: those that this migration left. {@link #migrate} brings it up to date. */
    static TestDatabase after(String migration) {
        var database = copyOf("template1");
        // What comes after each migration is for the tables of this version.
        database.flyway().skipDefaultCallbacks(true).target(migration).load().migrate();
        return database;
    }

    void migrate() {
        flyway().load().migrate();
    }

    private static TestDatabase copyOf(String original) {
        var name = PREFIX + COUNT.incrementAndGet();
        // Its other strategy writes every page to the log of the server as well.
        execute("create database " + name + " template " + original + " strategy file_copy"
                + (isOurs() ? " owner facematch_owner" : ""));
        if (isOurs()) {
            // The rights on a database are not copied with it.
            execute("revoke all on database " + name + " from public");
            execute("grant connect on database " + name + " to facematch_api, facematch_worker, facematch_auditor,"
                    + " facematch_retention");
        }
        return new TestDatabase(name);
    }

    /** Whether the product has users of its own here. */
    public static boolean isOurs() {
        return CONFIGURED.isEmpty();
    }

    private static String migrated() {
        var name = PREFIX + "migrated";
        execute("create database " + name);
        var database = new TestDatabase(name);
        if (isOurs()) {
            database.makeUsers();
        }
        database.migrate();
        return name;
    }

    private FluentConfiguration flyway() {
        return Flyway.configure()
                .dataSource(dataSource())
                .placeholders(Map.of(
                        "api-role", User.API.username(),
                        "worker-role", User.WORKER.username(),
                        "auditor-role", User.AUDITOR.username(),
                        "retention-role", User.RETENTION.username()));
    }

    /** As {@code db/roles} says. */
    private void makeUsers() {
        var superuser = new JdbcTemplate(as(SUPERUSER));
        try {
            superuser.execute(
                    new ClassPathResource("db/roles/create_roles.sql").getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("no script that makes the users", e);
        }
        for (var user : User.values()) {
            superuser.execute("alter role " + user.username() + " password '" + PASSWORD + "'");
        }
    }

    private static synchronized void execute(String statement) {
        new JdbcTemplate(ADMINISTRATION).execute(statement);
    }

    /** As the owner of the tables. */
    public DataSource dataSource() {
        return as(User.OWNER);
    }

    public DataSource as(User user) {
        return as(user.username());
    }

    /** As the server's superuser, or as the one user of a configured server. */
    public DataSource asSuperuser() {
        return as(SUPERUSER);
    }

    private DataSource as(String username) {
        return isOurs()
                ? new DriverManagerDataSource(jdbcUrl(), username, PASSWORD)
                : new DriverManagerDataSource(jdbcUrl());
    }

    /** Connections that are used again, where they are many: each new one costs PostgreSQL a process. */
    public DataSource pool(int size) {
        var pool = new HikariDataSource();
        pool.setDataSource(dataSource());
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        return pool;
    }

    /** With the user, on a configured server only. */
    public String jdbcUrl() {
        return SERVER.replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
    }

    /** What a process of the product needs to log in, as {@code --name=value}, beside the database's address. */
    public List<String> login(User user) {
        return isOurs()
                ? List.of(
                        "--facematch.database.username=" + user.username(),
                        "--facematch.database.password=" + PASSWORD,
                        "--facematch.database.owner-username=" + User.OWNER.username(),
                        "--facematch.database.owner-password=" + PASSWORD)
                : List.of();
    }

    private static String random() {
        var random = new byte[16];
        new Random().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String start() {
        try {
            // Not in the folder for temporary files, where others could put programs of theirs.
            var programs = Files.createDirectories(
                    Path.of(System.getProperty("user.home"), ".cache", "facematch-tests"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // The library tidies a folder up, which others could have filled if it were in /tmp.
            System.setProperty("ot.epg.working-dir", programs.resolve("library").toString());
            var password = Files.writeString(Files.createTempFile("facematch", ".password"), PASSWORD);
            var server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(programs.resolve("postgres").toFile())
                    // Options of initdb, which this library calls by the name of locales.
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", password.toString())
                    .setConnectConfig("password", PASSWORD)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "''")
                    .setServerConfig("max_connections", "200")
                    // It would visit each of the many databases again and again, which live for seconds.
                    .setServerConfig("autovacuum", "off")
                    .start();
            Files.delete(password);
            return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }
}
