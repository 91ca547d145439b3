package io.facematch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.facematch.testing.Certificates;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestDatabase.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertPathValidatorException;
import java.util.ArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** With {@code sslmode=verify-full} a process checks who the database is before it says anything. */
@SuppressWarnings("NullAway.Init")
class DatabaseTlsIT {
    private static final TestDatabase DATABASE = TestDatabase.create();

    private static Certificates certificates;
    private static JdbcClient server;

    @BeforeAll
    static void switchTlsOn(@TempDir Path folder) throws Exception {
        assumeThat(TestDatabase.isOurs()).as("a database server of the tests").isTrue();
        server = JdbcClient.create(DATABASE.asSuperuser());
        assumeThat(Path.of(setting("data_directory")))
                .as("in a process on this machine")
                .exists();
        certificates = Certificates.make(folder);
        // A folder that it may enter: the server has a user of its own.
        var place = Path.of(setting("data_directory"));
        Files.copy(certificates.server(), place.resolve("server.crt"));
        Files.copy(certificates.serverKey(), place.resolve("server.key"), StandardCopyOption.COPY_ATTRIBUTES);
        server.sql("alter system set ssl = on").update();
        reload("on");
    }

    private static void reload(String ssl) {
        server.sql("select pg_reload_conf()").query(Boolean.class).single();
        await().until(() -> setting("ssl").equals(ssl));
    }

    private static String setting(String name) {
        return server.sql("select current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }

    @AfterAll
    static void switchTlsOff() throws Exception {
        if (certificates == null) {
            return;
        }
        server.sql("alter system reset ssl").update();
        reload("off");
        var place = Path.of(setting("data_directory"));
        Files.delete(place.resolve("server.crt"));
        Files.delete(place.resolve("server.key"));
    }

    @Test
    void speaksToADatabaseWhoseAuthorityItKnows() {
        assertThat(encrypted("127.0.0.1", certificates.authority())).isTrue();
    }

    @Test
    void refusesACertificateOfAnUnknownAuthority() throws Exception {
        var other = Certificates.make(Files.createTempDirectory("other"));

        assertThatThrownBy(() -> encrypted("127.0.0.1", other.authority()))
                .hasRootCauseInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void refusesACertificateForAnotherName() {
        assertThatThrownBy(() -> encrypted("localhost", certificates.authority()))
                .rootCause()
                .hasMessageContaining("hostname");
    }

    /** Whether a process that logs in with this address speaks TLS; it has the settings of ours for the database. */
    private static boolean encrypted(String host, Path authority) {
        var address = DATABASE.jdbcUrl().replace("127.0.0.1", host)
                + (DATABASE.jdbcUrl().contains("?") ? "&" : "?") + "sslmode=verify-full&sslrootcert=" + authority;
        var settings = new ArrayList<>(DATABASE.login(User.WORKER));
        settings.add("--facematch.database.url=" + address);
        try (var process = new SpringApplicationBuilder(DataSourceAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .run(settings.toArray(String[]::new))) {
            return JdbcClient.create(process.getBean(DataSource.class))
                    .sql("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                    .query(Boolean.class)
                    .single();
        }
    }
}
