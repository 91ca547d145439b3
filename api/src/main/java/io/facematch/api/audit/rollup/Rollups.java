package io.facematch.api.audit.rollup;

import io.facematch.api.audit.TenantReads;
import io.facematch.api.audit.rollup.histogram.Latencies;
import io.facematch.api.audit.rollup.histogram.Similarities;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads the rollups of a tenant. How much that costs depends on the spans, and not on how many outcomes there are. */
@Component
public class Rollups {
    private final JdbcClient jdbc;
    private final TenantReads reads;

    public Rollups(JdbcClient jdbc, TenantReads reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    /**
     * Which outcomes. What is null is not asked for.
     *
     * @param spans that are summed up, each for itself
     * @param model empty for outcomes for which no network was asked
     */
    public record Query(
            String tenant,
            List<Span> spans,
            @Nullable String client,
            @Nullable String surface,
            @Nullable String model) {
        public Query {
            spans = List.copyOf(spans);
        }
    }

    /** What there is a sum for, beside each span. */
    public enum By {
        SPAN("''"),
        CLIENT("o.client"),
        MODEL("o.model");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    /**
     * What a sum is of.
     *
     * @param span its place among those that were asked for
     * @param name of the client or model; else empty
     */
    public record Group(int span, String name) {}

    /**
     * How far outcomes are counted.
     *
     * @param leaves of the tenant's log
     * @param size of that log
     */
    public record Progress(long leaves, long size) {}

    /** In the order of spans, then of names. A group with no outcome is not there. */
    public Map<Group, Counts> counts(Query query, By by) {
        return read(query, () -> {
            var sums = new LinkedHashMap<Group, Counts>();
            select(
                            query,
                            by,
                            Counter.columns(column -> column),
                            "",
                            Counter.columns(column -> "sum(" + column + ") as " + column) + " ",
                            " group by 1, 2 order by 1, 2")
                    .query(row -> {
                        sums.computeIfAbsent(group(row), missing -> new Counts())
                                .add(row);
                    });
            return sums;
        });
    }

    /** How many outcomes each failure has. */
    public Map<Group, Map<Failure, Long>> failures(Query query, By by) {
        return read(query, () -> {
            var sums = new LinkedHashMap<Group, Map<Failure, Long>>();
            select(
                            query,
                            by,
                            "failures",
                            " cross join jsonb_each_text(o.failures) f",
                            "f.key, sum(f.value::bigint) as count",
                            " group by 1, 2, 3 order by 1, 2, 3")
                    .query(row -> {
                        sums.computeIfAbsent(group(row), missing -> new LinkedHashMap<>())
                                .put(Failure.ofCode(row.getString("key")), row.getLong("count"));
                    });
            return sums;
        });
    }

    /** Those of outcomes that were compared. */
    public Map<Group, Similarities> similarities(Query query, By by) {
        return read(query, () -> {
            var sums = new LinkedHashMap<Group, Similarities>();
            select(query, by, "similarity", "", "o.similarity", " where o.similarity is not null")
                    .query(row -> {
                        sums.computeIfAbsent(group(row), missing -> new Similarities())
                                .add(row.getBytes("similarity"));
                    });
            return sums;
        });
    }

    /** Those of outcomes for which something was measured. */
    public Map<Group, Latencies> latencies(Query query, By by) {
        return read(query, () -> {
            var sums = new LinkedHashMap<Group, Latencies>();
            select(query, by, "latency", "", "o.latency", " where o.latency is not null")
                    .query(row -> {
                        sums.computeIfAbsent(group(row), missing -> new Latencies())
                                .add(row.getBytes("latency"));
                    });
            return sums;
        });
    }

    public Progress progress(String tenant) {
        return reads.of(
                tenant,
                () -> jdbc.sql("""
                                select coalesce(p.leaves, 0) as leaves, l.size
                                from transparency_log l left join rollup_position p using (tenant) where l.tenant = ?""")
                        .param(tenant)
                        .query((row, n) -> new Progress(row.getLong("leaves"), row.getLong("size")))
                        .optional()
                        .orElse(new Progress(0, 0)));
    }

    /** All of a tenant that ever had outcomes, in their order. */
    public List<String> clients(String tenant) {
        return reads.of(tenant, () -> namesOfClients(tenant));
    }

    /** From one to the next in the index, past all rows between them. */
    private List<String> namesOfClients(String tenant) {
        return jdbc.sql("""
                        with recursive c as (
                            (select client from outcome_rollup where tenant = :tenant and client is not null
                                order by client limit 1)
                            union all
                            select (select client from outcome_rollup where tenant = :tenant and client > c.client
                                order by client limit 1) from c where c.client is not null)
                        select client from c where client is not null""")
                .param("tenant", tenant)
                .query((row, n) -> row.getString("client"))
                .list();
    }

    private <T> T read(Query query, Supplier<T> read) {
        return reads.of(query.tenant(), () -> {
            // The database can't tell how few rows there are, and would compile what is over before that is done.
            jdbc.sql("select set_config('jit', 'off', true)")
                    .query((row, n) -> 0)
                    .list();
            return read.get();
        });
    }

    private static Group group(ResultSet row) throws SQLException {
        return new Group(row.getInt("span"), row.getString("name"));
    }

    /**
     * Each run of rollups is looked up in the index; {@code offset 0} keeps the database from a plan that reads them all.
     *
     * @param columns of rollups
     * @param more in which tables the result is looked for
     * @param result what is told of them
     * @param end of the statement
     */
    private StatementSpec select(Query query, By by, String columns, String more, String result, String end) {
        var client = query.client() != null ? " = :client" : by == By.CLIENT ? " is not null" : " is null";
        var runs = runs(query.spans());
        return jdbc.sql("select r.span, " + by.column + " as name, " + result
                        + " from unnest(cast(:spans as int[]), cast(:tiers as int[]), cast(:firsts as bigint[]),"
                        + " cast(:pasts as bigint[])) r (span, tier, first, past)"
                        + " cross join lateral (select client, model, " + columns
                        + " from outcome_rollup where tenant = :tenant and client" + client
                        + " and tier = r.tier and start >= to_timestamp(r.first) and start < to_timestamp(r.past)"
                        + (query.surface() == null ? "" : " and surface = :surface")
                        + (query.model() == null ? "" : " and model = :model")
                        + " offset 0) o" + more + end)
                .param("spans", runs.stream().mapToInt(SpanRun::span).toArray())
                .param(
                        "tiers",
                        runs.stream().mapToInt(run -> run.run().tier().code()).toArray())
                .param(
                        "firsts",
                        runs.stream()
                                .mapToLong(run -> run.run().from().getEpochSecond())
                                .toArray())
                .param(
                        "pasts",
                        runs.stream()
                                .mapToLong(run -> run.run().to().getEpochSecond())
                                .toArray())
                .param("tenant", query.tenant())
                .param("client", query.client())
                .param("surface", query.surface())
                .param("model", query.model());
    }

    private record SpanRun(int span, Span.Run run) {}

    private static List<SpanRun> runs(List<Span> spans) {
        var runs = new ArrayList<SpanRun>();
        IntStream.range(0, spans.size())
                .forEach(span -> spans.get(span).runs().forEach(run -> runs.add(new SpanRun(span, run))));
        return runs;
    }
}
