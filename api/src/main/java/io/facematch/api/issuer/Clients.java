package io.facematch.api.issuer;

import io.facematch.api.jobs.JobIds;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clients in the database. Their secrets can be checked, but not read. */
public final class Clients {
    private static final Pattern ID = Pattern.compile("fmc_[A-Za-z0-9_-]{22}");
    private static final int ID_BYTES = 16;
    private static final byte[] NO_HASH = new byte[32];
    private static final String COLUMNS = "id, name, tenant, scopes, created_at, rotated_at, disabled_at";

    /** Of a statement that changes a client and returns it: written with the change, or there is no change. */
    private static final String LOGGED = """
            , logged as (
                insert into access_log (id, at, request, tenant, actor_tenant, actor_client, what, filter, progress, rows)
                select :row, :now, :row, tenant, '', 'installation', 'client',
                    jsonb_build_object('client', id, 'change', cast(:change as text), 'scopes', array_to_string(scopes, ' ')),
                    'completed', 1 from changed)
            select * from changed""";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public Clients(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A client and its secret, which can be read now and never again. */
    public record Issued(Client client, ClientSecret secret) {}

    public Issued add(String name, String tenant, List<String> scopes) {
        var id = "fmc_" + ClientSecret.randomText(ID_BYTES);
        var secret = ClientSecret.random();
        var client = change("added", """
                        insert into client (id, name, tenant, secret_hash, scopes, created_at)
                        values (:id, :name, :tenant, :hash, :scopes, :now)""")
                .param("id", id)
                .param("name", name)
                .param("tenant", tenant)
                .param("hash", secret.hash())
                .param("scopes", scopes.toArray(String[]::new))
                .query((row, n) -> client(row))
                .single();
        return new Issued(client, secret);
    }

    /** All of them, oldest first. */
    public List<Client> list() {
        return jdbc.sql("select " + COLUMNS + " from client order by created_at, id")
                .query((row, n) -> client(row))
                .list();
    }

    /** Gives a client a new secret; the old one is invalid from now on. Empty if there is no such client. */
    public Optional<Issued> rotate(String id) {
        var secret = ClientSecret.random();
        return change("new secret", "update client set secret_hash = :hash, rotated_at = :now where id = :id")
                .param("hash", secret.hash())
                .param("id", id)
                .query((row, n) -> new Issued(client(row), secret))
                .optional();
    }

    /** Gives a client no more tokens; those it has end within a minute. Empty if there is no such client. */
    public Optional<Client> disable(String id) {
        return change("disabled", "update client set disabled_at = coalesce(disabled_at, :now) where id = :id")
                .param("id", id)
                .query((row, n) -> client(row))
                .optional();
    }

    public Optional<Client> enable(String id) {
        return change("enabled", "update client set disabled_at = null where id = :id")
                .param("id", id)
                .query((row, n) -> client(row))
                .optional();
    }

    /** A change is in the log of the client's tenant: a row among the accesses, of the same transaction. */
    private JdbcClient.StatementSpec change(String change, String statement) {
        var now = clock.instant();
        return jdbc.sql("with changed as (" + statement + " returning " + COLUMNS + ")" + LOGGED)
                .param("change", change)
                .param("row", JobIds.next(now))
                .param("now", Timestamp.from(now));
    }

    /**
     * The client, if this is its secret and it is not disabled. Takes as long for an unknown client, so that the time
     * does not tell which clients there are.
     */
    public Optional<Client> authenticate(String id, ClientSecret secret) {
        var known = find(id);
        var same = MessageDigest.isEqual(known.map(Known::hash).orElse(NO_HASH), secret.hash());
        return known.map(Known::client).filter(client -> same && !client.disabled());
    }

    /** @param hash of its secret */
    @SuppressWarnings("ArrayRecordComponent") // lives for one comparison
    record Known(Client client, byte[] hash) {
        @Override
        public String toString() {
            return "Known[" + client.id() + "]";
        }
    }

    Optional<Known> find(String id) {
        return jdbc.sql("select secret_hash, " + COLUMNS + " from client where id = ?")
                .param(possible(id))
                .query((row, n) -> new Known(client(row), row.getBytes("secret_hash")))
                .optional();
    }

    /** PostgreSQL refuses some text, so text that can't be an id is replaced by an id that no client has. */
    private static String possible(String id) {
        return ID.matcher(id).matches() ? id : "";
    }

    private static Client client(ResultSet row) throws SQLException {
        return new Client(
                row.getString("id"),
                row.getString("name"),
                row.getString("tenant"),
                List.of((String[]) row.getArray("scopes").getArray()),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("rotated_at")),
                instant(row.getTimestamp("disabled_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
