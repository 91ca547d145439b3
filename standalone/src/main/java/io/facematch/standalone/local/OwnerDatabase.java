package io.facematch.standalone.local;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The configured database as its owner sees it, for commands. If none is configured, that of the state folder: it belongs to
 * a running {@code up}, or is started for this command.
 */
public final class OwnerDatabase {
    private static final String LIMIT_SECONDS = "10";

    private OwnerDatabase() {}

    public static <T> T with(Function<JdbcClient, T> work) throws IOException {
        var configured = Environment.get("FACEMATCH_DATABASE_URL");
        return configured.isPresent() ? in(configured(configured.get()), work) : with(Home.ofEnvironment(), work);
    }

    public static <T> T with(Home home, Function<JdbcClient, T> work) throws IOException {
        var lock = home.tryLock();
        if (lock.isEmpty()) {
            var url = LocalPostgres.jdbcUrlOfRunning(home.database())
                    .orElseThrow(() -> new CommandFailed("another facematch uses " + home.folder()
                            + " and its database does not run: try again when it is ready, or set"
                            + " FACEMATCH_DATABASE_URL to the database that it uses"));
            return in(owned(url, home), work);
        }
        try (var held = lock.get();
                var postgres = LocalPostgres.start(home.database())) {
            var source = owned(postgres.jdbcUrl(), home);
            Flyway.configure()
                    .dataSource(source)
                    .placeholders(Map.of(
                            "api-role", DatabaseUser.API.username(),
                            "worker-role", DatabaseUser.WORKER.username(),
                            "auditor-role", DatabaseUser.AUDITOR.username(),
                            "retention-role", DatabaseUser.RETENTION.username()))
                    .load()
                    .migrate();
            return in(source, work);
        }
    }

    private static DataSource owned(String url, Home home) throws IOException {
        return source(url, DatabaseUser.OWNER.username(), DatabaseUser.OWNER.password(home.database()));
    }

    /** As the owner of the tables, when the database has one beside the API's user. */
    private static DataSource configured(String url) throws IOException {
        var owner = Environment.secret("FACEMATCH_DATABASE_OWNER_USERNAME");
        var user = owner.isPresent() ? owner : Environment.secret("FACEMATCH_DATABASE_USERNAME");
        return source(
                url,
                user.orElse("facematch"),
                Environment.secret(
                                owner.isPresent() ? "FACEMATCH_DATABASE_OWNER_PASSWORD" : "FACEMATCH_DATABASE_PASSWORD")
                        .orElse(""));
    }

    private static DataSource source(String url, String username, String password) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", LIMIT_SECONDS);
        properties.setProperty("socketTimeout", LIMIT_SECONDS);
        // Without it, an exception would quote the row that the database refused.
        properties.setProperty("logServerErrorDetail", "false");
        var source = new DriverManagerDataSource(url, username, password);
        source.setConnectionProperties(properties);
        return source;
    }

    private static <T> T in(DataSource source, Function<JdbcClient, T> work) {
        return work.apply(JdbcClient.create(source));
    }
}
