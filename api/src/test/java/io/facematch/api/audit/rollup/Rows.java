package io.facematch.api.audit.rollup;

import io.facematch.api.audit.rollup.Rollups.By;
import io.facematch.api.audit.rollup.Rollups.Query;
import io.facematch.api.audit.rollup.histogram.Latencies.Measure;
import io.facematch.api.audit.rollup.histogram.Latencies.OutcomeClass;
import io.facematch.verification.Status;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All outcomes of a tenant, counted one by one. */
record Rows(List<Row> rows) {
    /** 0.000, 0.005 and so on up to 1. */
    private static final List<Double> EDGES = IntStream.rangeClosed(0, 200)
            .mapToObj(bin -> new BigDecimal(bin).divide(new BigDecimal(200)).doubleValue())
            .toList();

    /** By the names of columns. */
    record Row(Map<String, @Nullable Object> columns) {
        @Nullable
        Object get(String column) {
            return columns.get(column);
        }
    }

    static Rows of(JdbcClient sql, String tenant) {
        var rows = new ArrayList<Row>();
        for (var columns : sql.sql("select * from outcome where tenant = ?")
                .param(tenant)
                .query()
                .listOfRows()) {
            rows.add(new Row(columns));
        }
        return new Rows(rows);
    }

    Rows in(Query query, int span) {
        var time = query.spans().get(span);
        return where(row -> {
            var decidedAt = Instant.ofEpochMilli(row.get("decided_at") instanceof Timestamp at ? at.getTime() : 0);
            return !decidedAt.isBefore(time.from())
                    && decidedAt.isBefore(time.to())
                    && isAsked(query.client(), row.get("client"))
                    && isAsked(query.surface(), row.get("surface"))
                    && isAsked(query.model(), text(row, "embedder"));
        });
    }

    private static boolean isAsked(@Nullable Object asked, @Nullable Object is) {
        return asked == null || asked.equals(is);
    }

    private Rows where(Predicate<Row> which) {
        return new Rows(rows.stream().filter(which).toList());
    }

    Collection<String> names(By by) {
        return rows.stream().map(row -> name(row, by)).collect(Collectors.toCollection(TreeSet::new));
    }

    Rows named(By by, String name) {
        return where(row -> name(row, by).equals(name));
    }

    private static String name(Row row, By by) {
        return switch (by) {
            case SPAN -> "";
            case CLIENT -> text(row, "client");
            case MODEL -> text(row, "embedder");
        };
    }

    private static String text(Row row, String column) {
        return Objects.toString(row.get(column), "");
    }

    long count(Predicate<Row> which) {
        return rows.stream().filter(which).count();
    }

    Map<Counter, Long> counts() {
        return Arrays.stream(Counter.values()).collect(Collectors.toMap(Function.identity(), this::count));
    }

    private long count(Counter counter) {
        return switch (counter) {
            case MATCH, NON_MATCH -> count(row -> counter.name().equals(row.get("decision")));
            case EMPTY_IMAGE, NO_FACE_DETECTED, LANDMARKS_NOT_DETECTED, INVALID_IMAGE, LOW_QUALITY, ERROR ->
                count(row -> Status.valueOf(counter.name()).code().equals(row.get("status")));
            case PROBE_FACES -> count(row -> row.get("probe_quality") != null);
            case REFERENCE_FACES -> count(row -> row.get("reference_quality") != null);
            case PROBE_TURNED -> count(row -> number(row, "probe_rotation") > 0);
            case REFERENCE_TURNED -> count(row -> number(row, "reference_rotation") > 0);
            case PROBE_QUALITY -> millionths("probe_quality");
            case REFERENCE_QUALITY -> millionths("reference_quality");
        };
    }

    private long millionths(String column) {
        return rows.stream()
                .mapToLong(row -> Math.round(number(row, column) * 1e6))
                .sum();
    }

    private static double number(Row row, String column) {
        return row.get(column) instanceof Number number ? number.doubleValue() : 0;
    }

    Map<Failure, Long> failures() {
        return rows.stream()
                .filter(row -> row.get("decision") == null)
                .collect(Collectors.groupingBy(
                        row -> new Failure(
                                Status.ofCode(text(row, "status")),
                                (String) row.get("probe_reason"),
                                (String) row.get("reference_reason"),
                                (String) row.get("fault")),
                        Collectors.counting()));
    }

    List<Map<Integer, Long>> similarities() {
        return List.of(similarities("MATCH"), similarities("NON_MATCH"));
    }

    private Map<Integer, Long> similarities(String decision) {
        return rows.stream()
                .filter(row -> decision.equals(row.get("decision")))
                .collect(Collectors.groupingBy(
                        row -> bin(number(row, "similarity")), TreeMap::new, Collectors.counting()));
    }

    /** The last of the decimal edges that is not above it. */
    private static int bin(double similarity) {
        return (int) EDGES.stream().filter(edge -> edge <= similarity).count() - 1;
    }

    /** Sorted. */
    double[] latencies(OutcomeClass outcomes, Measure measure) {
        return rows.stream()
                .filter(row -> row.get("total_ms") != null)
                .filter(row -> outcomes == OutcomeClass.NOT_COMPARED
                        ? row.get("decision") == null
                        : outcomes.name().equals(row.get("decision")))
                .mapToDouble(row -> switch (measure) {
                    case TOTAL -> number(row, "total_ms");
                    case QUEUE -> number(row, "queue_ms");
                    case COMPUTE -> number(row, "decode_ms") + number(row, "detect_ms") + number(row, "embed_ms");
                })
                .sorted()
                .toArray();
    }
}
