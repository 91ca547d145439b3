package io.facematch.standalone.local;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
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
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private OwnerDatabase() {}

    public static <T> T with(Function<JdbcClient, T> work) throws IOException {
        var configured = Environment.get("FACEMATCH_DATABASE_URL");
        return configured.isPresent()
                ? in(configured(configured.get(), LIMIT), work)
                : with(Home.ofEnvironment(), work);
    }

    public static <T> T with(Home home, Function<JdbcClient, T> work) throws IOException {
        return with(home, LIMIT, source -> in(source, work));
    }

    /**
     * For work that takes longer, with connections of its own.
     *
     * @param longest how long a statement may let it wait
     * @throws CommandFailed if there is no database
     */
    public static <T> T read(Duration longest, Function<DataSource, T> work) throws IOException {
        var configured = Environment.get("FACEMATCH_DATABASE_URL");
        if (configured.isPresent()) {
            return work.apply(configured(configured.get(), longest));
        }
        var home = Home.ofEnvironment();
        if (!Files.exists(home.database())) {
            throw new CommandFailed("there is no database in " + home.folder()
                    + ": set FACEMATCH_HOME to the state folder, or FACEMATCH_DATABASE_URL to the database");
        }
        return with(home, longest, work);
    }

    /**
     * The same for that of a state folder.
     *
     * @param longest how long a statement may let it wait
     */
    public static <T> T with(Home home, Duration longest, Function<DataSource, T> work) throws IOException {
        var lock = home.tryLock();
        if (lock.isEmpty()) {
            var url = LocalPostgres.jdbcUrlOfRunning(home.database())
                    .orElseThrow(() -> new CommandFailed("another facematch uses " + home.folder()
                            + " and its database does not run: try again when it is ready, or set"
                            + " FACEMATCH_DATABASE_URL to the database that it uses"));
            return work.apply(owned(url, home, longest));
        }
        try (var held = lock.get();
                var postgres = LocalPostgres.start(home.database())) {
            var source = owned(postgres.jdbcUrl(), home, longest);
            Flyway.configure()
                    .dataSource(source)
                    .placeholders(Map.of(
                            "api-role", DatabaseUser.API.username(),
                            "worker-role", DatabaseUser.WORKER.username(),
                            "auditor-role", DatabaseUser.AUDITOR.username(),
                            "retention-role", DatabaseUser.RETENTION.username()))
                    .load()
                    .migrate();
            return work.apply(source);
        }
    }

    private static DataSource owned(String url, Home home, Duration longest) throws IOException {
        return source(url, DatabaseUser.OWNER.username(), DatabaseUser.OWNER.password(home.database()), longest);
    }

    /** As the owner of the tables, when the database has one beside the API's user. */
    private static DataSource configured(String url, Duration longest) throws IOException {
        var owner = Environment.secret("FACEMATCH_DATABASE_OWNER_USERNAME");
        var user = owner.isPresent() ? owner : Environment.secret("FACEMATCH_DATABASE_USERNAME");
        return source(
                url,
                user.orElse("facematch"),
                Environment.secret(
                                owner.isPresent() ? "FACEMATCH_DATABASE_OWNER_PASSWORD" : "FACEMATCH_DATABASE_PASSWORD")
                        .orElse(""),
                longest);
    }

    private static DataSource source(String url, String username, String password, Duration longest) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", Long.toString(LIMIT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(longest.toSeconds()));
        // Without it, an exception would quote the row that the database refused.
        properties.setProperty("logServerErrorDetail", "false");
        // Numbers and times come as they are from the first time: whoever reads many rows waits half as long.
        properties.setProperty("prepareThreshold", "-1");
        var source = new DriverManagerDataSource(url, username, password);
        source.setConnectionProperties(properties);
        return source;
    }

    private static <T> T in(DataSource source, Function<JdbcClient, T> work) {
        return work.apply(JdbcClient.create(source));
    }
}
