package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.local.DatabaseUser;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Who is let into the database of a state folder, one of the version before too, and whatever was killed meanwhile. */
class LocalPostgresIT {
    private static final String NOT_THIS_PASSWORD = "28P01";
    private static final String NO_PASSWORD = "08004";
    private static final int SSL_REQUEST_BYTES = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void openHome() throws IOException {
        folder = Home.open(TestHome.prepare(temporary.resolve("a home"))).database();
    }

    @Test
    void letsNobodyInWithoutAPassword() throws Exception {
        try (var postgres = LocalPostgres.start(folder)) {
            assertClosed(postgres);
            assertThat(DatabaseUser.values())
                    .allSatisfy(user -> assertThat(PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(user.passwordFile(folder))))
                            .isEqualTo("rw-------"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            folder.resolve("programs").toRealPath())))
                    .isEqualTo("rwx------");
        }
        var passwords = passwords();
        try (var postgres = LocalPostgres.start(folder)) {
            assertClosed(postgres);
        }
        assertThat(passwords()).as("kept").isEqualTo(passwords);
    }

    /** Somebody else may listen at the port of a server that has ended. */
    @Test
    void tellsNobodyThePassword() throws Exception {
        try (var postgres = LocalPostgres.start(folder);
                var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var heard = new CompletableFuture<byte[]>();
            Thread.startVirtualThread(() -> askForAPassword(stranger, heard));
            var url = postgres.jdbcUrl().replaceFirst(":\\d+/", ":" + stranger.getLocalPort() + "/");

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(
                            url, DatabaseUser.OWNER.username(), DatabaseUser.OWNER.password(folder)));

            assertThat(new String(heard.get(), StandardCharsets.ISO_8859_1))
                    .contains(DatabaseUser.OWNER.username())
                    .doesNotContain(DatabaseUser.OWNER.password(folder));
        }
    }

    /** Speaks PostgreSQL's protocol as far as needed: no encryption, then the password in the clear, please. */
    private static void askForAPassword(ServerSocket server, CompletableFuture<byte[]> heard) {
        var all = new ByteArrayOutputStream();
        try (var connection = server.accept()) {
            var input = connection.getInputStream();
            all.writeBytes(nextMessage(input));
            if (all.size() == SSL_REQUEST_BYTES) {
                connection.getOutputStream().write('N');
                all.writeBytes(nextMessage(input));
            }
            connection.getOutputStream().write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 3});
            all.writeBytes(input.readAllBytes());
        } catch (IOException ended) {
            // What was heard until then is what counts.
        }
        heard.complete(all.toByteArray());
    }

    private static byte[] nextMessage(InputStream input) throws IOException {
        var buffer = new byte[8192];
        var length = input.read(buffer);
        return Arrays.copyOf(buffer, Math.max(0, length));
    }

    @Test
    void closesADatabaseThatTrustedEverybodyAndKeepsWhatIsInIt() throws Exception {
        makeDatabaseOfTheVersionBefore();

        try (var postgres = LocalPostgres.start(folder)) {
            assertClosed(postgres);
            migrate(postgres);
            var clients = "select name from client";
            assertThat(sql(postgres, DatabaseUser.SERVER).queryForObject(clients, String.class))
                    .isEqualTo("from before");
            assertThat(sql(postgres, DatabaseUser.SERVER)
                            .queryForObject(
                                    "select set_config('role', 'facematch_auditor', true) || ' of '"
                                            + " || set_config('facematch.tenant', 'bank', true)",
                                    String.class))
                    .as("it reads audits as an auditor of the tenant that it names")
                    .isEqualTo("facematch_auditor of bank");
            assertThat(sql(postgres, DatabaseUser.AUDITOR).queryForObject("select count(*) from outcome", Long.class))
                    .isZero();
            assertThat(sql(postgres, DatabaseUser.OWNER)
                            .queryForList(
                                    "select distinct tableowner from pg_tables where schemaname = 'public'",
                                    String.class))
                    .containsExactly(DatabaseUser.OWNER.username());
        }
    }

    @Test
    @Tag("slow")
    void closesItAgainAfterItWasKilledOnTheWay() throws Exception {
        makeDatabaseOfTheVersionBefore();
        // Before the rules were written: a password is set, and perhaps not the one in the file.
        DatabaseUser.SUPERUSER.password(folder);
        Files.writeString(data().resolve("pg_hba.conf.new"), "half a ru");
        Files.writeString(data().resolve("postmaster.pid"), "-4194301\n");
        try (var postgres = LocalPostgres.start(folder)) {
            assertClosed(postgres);
        }
        // After the rules were written, before the password was.
        Files.delete(DatabaseUser.SUPERUSER.passwordFile(folder));
        try (var postgres = LocalPostgres.start(folder)) {
            assertClosed(postgres);
        }
        // Somebody let everybody in again.
        Files.writeString(data().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
        try (var postgres = LocalPostgres.start(folder)) {
            assertClosed(postgres);
            migrate(postgres);
            assertThat(sql(postgres, DatabaseUser.API).queryForObject("select name from client", String.class))
                    .isEqualTo("from before");
        }
    }

    @Test
    void startsWhereAnotherWasKilledWhileItMadeTheFiles() throws Exception {
        Files.createDirectories(data().resolve("base"));
        Files.writeString(data().resolve("PG_VERSION"), "18\n");
        Files.writeString(data().resolve("postgresql.conf"), "");

        try (var postgres = LocalPostgres.start(folder)) {
            assertClosed(postgres);
        }
        assertThat(folder).isDirectoryContaining("glob:**/data.unfinished-*");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Map<String, String> passwords() throws IOException {
        return Map.of(
                "superuser", DatabaseUser.SUPERUSER.password(folder),
                "owner", DatabaseUser.OWNER.password(folder),
                "api", DatabaseUser.API.password(folder),
                "worker", DatabaseUser.WORKER.password(folder),
                "auditor", DatabaseUser.AUDITOR.password(folder),
                "retention", DatabaseUser.RETENTION.password(folder),
                "server", DatabaseUser.SERVER.password(folder));
    }

    /** As the library starts it when it is told nothing else. */
    private void makeDatabaseOfTheVersionBefore() throws IOException {
        try (var before = EmbeddedPostgres.builder()
                .setDataDirectory(data())
                .setOverrideWorkingDirectory(folder.resolve("programs").toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .start()) {
            Flyway.configure()
                    .dataSource(before.getPostgresDatabase())
                    .skipDefaultCallbacks(true)
                    .target("11")
                    .load()
                    .migrate();
            new JdbcTemplate(before.getPostgresDatabase()).update("""
                    insert into client (id, name, tenant, secret_hash, scopes, created_at)
                    values ('fmc_0123456789012345678901', 'from before', 'bank', sha256(''), '{facematch.bulk}', now())""");
        }
    }

    private void migrate(LocalPostgres postgres) throws IOException {
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), DatabaseUser.OWNER.username(), DatabaseUser.OWNER.password(folder))
                .placeholders(Map.of(
                        "api-role", DatabaseUser.API.username(),
                        "worker-role", DatabaseUser.WORKER.username(),
                        "auditor-role", DatabaseUser.AUDITOR.username(),
                        "retention-role", DatabaseUser.RETENTION.username()))
                .load()
                .migrate();
    }

    private JdbcTemplate sql(LocalPostgres postgres, DatabaseUser user) throws IOException {
        return new JdbcTemplate(
                new DriverManagerDataSource(postgres.jdbcUrl(), user.username(), user.password(folder)));
    }

    private void assertClosed(LocalPostgres postgres) throws IOException {
        for (var user : DatabaseUser.values()) {
            var connected = sql(postgres, user).queryForObject("select current_user", String.class);
            assertThat(connected).isEqualTo(user.username());
            for (var guess : new String[] {"", "postgres", user.username()}) {
                assertThatExceptionOfType(SQLException.class)
                        .as("%s with '%s'", user, guess)
                        .isThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), user.username(), guess))
                        .satisfies(refused -> assertThat(refused.getSQLState()).isIn(NOT_THIS_PASSWORD, NO_PASSWORD));
            }
        }
        var superuser = sql(postgres, DatabaseUser.SUPERUSER);
        assertThat(superuser.queryForObject("show listen_addresses", String.class))
                .isEqualTo("127.0.0.1");
        assertThat(superuser.queryForObject("show unix_socket_directories", String.class))
                .isEmpty();
        assertThat(superuser.queryForList("select distinct auth_method from pg_hba_file_rules", String.class))
                .containsExactly("scram-sha-256");
        assertThat(superuser.queryForList("select rolname from pg_roles where rolsuper", String.class))
                .containsExactly("postgres");
    }
}
