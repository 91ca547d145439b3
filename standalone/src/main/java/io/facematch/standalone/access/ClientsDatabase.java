package io.facematch.standalone.access;

import io.facematch.api.issuer.Clients;
import io.facematch.standalone.local.Environment;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.OwnerDatabase;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Function;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clients of the database that commands work on. */
public final class ClientsDatabase {
    private ClientsDatabase() {}

    static <T> T with(Function<Clients, T> work) throws IOException {
        return OwnerDatabase.with(database -> in(database, work));
    }

    public static <T> T with(Home home, Function<Clients, T> work) throws IOException {
        return OwnerDatabase.with(home, database -> in(database, work));
    }

    /** Where these clients ask for tokens. */
    static String issuerUri() throws IOException {
        return Environment.isSet("FACEMATCH_DATABASE_URL")
                ? LocalIssuer.configuredUri()
                : Home.ofEnvironment().issuerUri();
    }

    private static <T> T in(JdbcClient database, Function<Clients, T> work) {
        try {
            return work.apply(new Clients(database, InstantSource.system()));
        } catch (BadSqlGrammarException e) {
            throw new CommandFailed(
                    "the database knows no clients yet: start the API of this version, which brings its tables"
                            + " up to date");
        }
    }
}
