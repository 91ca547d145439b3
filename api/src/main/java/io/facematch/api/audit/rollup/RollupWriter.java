package io.facematch.api.audit.rollup;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Adds the outcomes in the logs of tenants to the rollups, each one once, in the order of their leaves. How far it has come
 * in each log is kept with what was added, so nothing is counted twice or left out, whoever dies; and what was in the logs
 * before there were rollups is counted like what comes.
 */
public final class RollupWriter {
    private static final String READ =
            "select o.* from audit_entry e cross join lateral (select " + CountedOutcome.COLUMNS + """
             from outcome where accepted_on = e.accepted_on and job_id = e.job_id and pair_index = e.pair_index limit 1) o
            where e.tenant = :tenant and e.leaf_index >= :from and e.leaf_index < :to""";

    private static final String KEYS = "unnest(?::text[], ?::smallint[], ?::timestamptz[], ?::text[], ?::text[])";

    /** Each is looked up in the index, which finds null only where it is asked for. */
    private static final String FIND = "select r.* from " + KEYS + """
             k (client, tier, start, surface, model)
            cross join lateral (
                select * from outcome_rollup where k.client is not null and tenant = ? and client = k.client
                    and tier = k.tier and start = k.start and surface = k.surface and model = k.model
                union all
                select * from outcome_rollup where k.client is null and tenant = ? and client is null
                    and tier = k.tier and start = k.start and surface = k.surface and model = k.model) r""";

    private static final String STORE = "insert into outcome_rollup (tenant, client, tier, start, surface, model, "
            + Counter.columns(column -> column) + ", failures, similarity, latency) select ?, k.* from unnest("
            + "?::text[], ?::smallint[], ?::timestamptz[], ?::text[], ?::text[], "
            + Counter.columns(column -> "?::bigint[]")
            + ", ?::jsonb[], ?::bytea[], ?::bytea[]) k on conflict (tenant, client, tier, start, surface, model) do update set "
            + Counter.columns(column -> column + " = excluded." + column)
            + ", failures = excluded.failures, similarity = excluded.similarity, latency = excluded.latency";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    public RollupWriter(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /** A log that has leaves which were not looked at. */
    private record Behind(String tenant, long counted, long size) {}

    /**
     * Adds what is next. To be called in a transaction, and by one process at a time.
     *
     * @param most so many leaves, of all logs together
     * @return whether there are more
     */
    public boolean add(int most) {
        var behind = client.sql("""
                        select l.tenant, coalesce(p.leaves, 0) as counted, l.size
                        from transparency_log l left join rollup_position p using (tenant)
                        where l.size > coalesce(p.leaves, 0)""")
                .query((row, n) -> new Behind(row.getString("tenant"), row.getLong("counted"), row.getLong("size")))
                .list();
        var mayBeMore = false;
        for (var log : behind) {
            // None waits for another one that has much to do.
            var past = Math.min(log.size(), log.counted() + Math.max(1, most / behind.size()));
            add(log.tenant(), log.counted(), past);
            mayBeMore |= past < log.size();
        }
        return mayBeMore;
    }

    private void add(String tenant, long from, long to) {
        var tallies = new Tallies();
        client.sql(READ)
                .param("tenant", tenant)
                .param("from", from)
                .param("to", to)
                .query(row -> {
                    tallies.add(CountedOutcome.of(row));
                });
        var rows = tallies.rows();
        if (!rows.isEmpty()) {
            var keys = List.copyOf(rows.keySet());
            addStored(tenant, keys, rows);
            store(tenant, keys, rows);
        }
        client.sql("""
                        insert into rollup_position (tenant, leaves) values (?, ?)
                        on conflict (tenant) do update set leaves = excluded.leaves""").params(tenant, to).update();
    }

    private void addStored(String tenant, List<Tallies.Key> keys, Map<Tallies.Key, Tally> rows) {
        jdbc.query(
                FIND,
                statement -> {
                    var next = setKeys(statement, 1, keys);
                    statement.setString(next++, tenant);
                    statement.setString(next, tenant);
                },
                row -> {
                    rows.getOrDefault(key(row), new Tally()).add(row);
                });
    }

    private static Tallies.Key key(ResultSet row) throws SQLException {
        return new Tallies.Key(
                row.getString("client"),
                Tier.ofCode(row.getInt("tier")),
                row.getTimestamp("start").toInstant(),
                row.getString("surface"),
                row.getString("model"));
    }

    private void store(String tenant, List<Tallies.Key> keys, Map<Tallies.Key, Tally> rows) {
        var tallies =
                keys.stream().map(key -> rows.getOrDefault(key, new Tally())).toList();
        jdbc.update(STORE, statement -> {
            statement.setString(1, tenant);
            var next = setKeys(statement, 2, keys);
            for (var counter : Counter.values()) {
                set(
                        statement,
                        next++,
                        "bigint",
                        tallies,
                        tally -> tally.counts().get(counter));
            }
            set(statement, next++, "text", tallies, Tally::failures);
            setBytes(statement, next++, tallies, Tally::similarities);
            setBytes(statement, next, tallies, Tally::latencies);
        });
    }

    /** @return the place after them */
    private static int setKeys(PreparedStatement statement, int first, List<Tallies.Key> keys) throws SQLException {
        var next = first;
        set(statement, next++, "text", keys, Tallies.Key::client);
        set(statement, next++, "smallint", keys, key -> (short) key.tier().code());
        set(statement, next++, "text", keys, key -> key.start().toString());
        set(statement, next++, "text", keys, Tallies.Key::surface);
        set(statement, next++, "text", keys, Tallies.Key::model);
        return next;
    }

    private static <T> void set(
            PreparedStatement statement, int place, String type, List<T> rows, Function<T, @Nullable Object> value)
            throws SQLException {
        setArray(statement, place, type, rows.stream().map(value).toArray());
    }

    private static void setBytes(
            PreparedStatement statement, int place, List<Tally> rows, Function<Tally, byte @Nullable []> value)
            throws SQLException {
        setArray(statement, place, "bytea", rows.stream().map(value).toArray(byte[][]::new));
    }

    private static void setArray(PreparedStatement statement, int place, String type, @Nullable Object[] values)
            throws SQLException {
        statement.setArray(place, statement.getConnection().createArrayOf(type, values));
    }
}
