package io.facematch.standalone.access;

import io.facematch.api.issuer.Clients;
import io.facematch.standalone.local.DatabaseUser;
import io.facematch.standalone.local.Environment;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.LocalPostgres;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The clients of the configured database. If none is configured, those of the state folder: its database is that of a
 * running {@code up}, or is started for this command.
 */
public final class ClientsDatabase {
    private static final String LIMIT_SECONDS = "10";

    private ClientsDatabase() {}

    static <T> T with(Function<Clients, T> work) throws IOException {
        var configured = Environment.get("FACEMATCH_DATABASE_URL");
        return configured.isPresent() ? in(configured(configured.get()), work) : with(Home.ofEnvironment(), work);
    }

    /** Where these clients ask for tokens. */
    static String issuerUri() throws IOException {
        return Environment.isSet("FACEMATCH_DATABASE_URL")
                ? LocalIssuer.configuredUri()
                : Home.ofEnvironment().issuerUri();
    }

    public static <T> T with(Home home, Function<Clients, T> work) throws IOException {
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
                            "worker-role", DatabaseUser.WORKER.username()))
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

    private static <T> T in(DataSource source, Function<Clients, T> work) {
        try {
            return work.apply(new Clients(JdbcClient.create(source), InstantSource.system()));
        } catch (BadSqlGrammarException e) {
            throw new CommandFailed(
                    "the database knows no clients yet: start the API of this version, which brings its tables"
                            + " up to date");
        }
    }
}
