package io.facematch.api.audit.rollup;

import io.facematch.api.audit.rollup.histogram.Latencies.Measure;
import io.facematch.api.audit.rollup.histogram.Latencies.OutcomeClass;
import io.facematch.verification.Decision;
import io.facematch.verification.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of an outcome.
 *
 * @param model empty where none was asked
 * @param decision null where nothing was compared
 * @param failure null where something was
 * @param similarity null where nothing was compared, and where it was erased
 * @param latencies in milliseconds; empty where nothing was measured
 */
record CountedOutcome(
        Instant decidedAt,
        String client,
        String surface,
        String model,
        @Nullable Decision decision,
        @Nullable Failure failure,
        @Nullable Double similarity,
        @Nullable Photo probe,
        @Nullable Photo reference,
        Map<Measure, Double> latencies) {

    /** Of the table {@code outcome}. */
    static final String COLUMNS = """
            client, surface, status, probe_reason, reference_reason, fault, decision, similarity, embedder,
                probe_quality, reference_quality, probe_rotation, reference_rotation,
                queue_ms, decode_ms, detect_ms, embed_ms, total_ms, decided_at""";

    /** A photo with a face. */
    record Photo(double quality, boolean isTurned) {}

    static CountedOutcome of(ResultSet row) throws SQLException {
        var decision = row.getString("decision");
        return new CountedOutcome(
                row.getTimestamp("decided_at").toInstant(),
                row.getString("client"),
                row.getString("surface"),
                Objects.requireNonNullElse(row.getString("embedder"), ""),
                decision == null ? null : Decision.valueOf(decision),
                decision == null ? failure(row) : null,
                row.getObject("similarity", Double.class),
                photo(row, "probe"),
                photo(row, "reference"),
                latencies(row));
    }

    private static Failure failure(ResultSet row) throws SQLException {
        return new Failure(
                Status.ofCode(row.getString("status")),
                row.getString("probe_reason"),
                row.getString("reference_reason"),
                row.getString("fault"));
    }

    private static @Nullable Photo photo(ResultSet row, String role) throws SQLException {
        var quality = row.getFloat(role + "_quality");
        return row.wasNull() ? null : new Photo(quality, row.getInt(role + "_rotation") != 0);
    }

    private static Map<Measure, Double> latencies(ResultSet row) throws SQLException {
        var latencies = new EnumMap<Measure, Double>(Measure.class);
        var total = row.getFloat("total_ms");
        if (!row.wasNull()) {
            latencies.put(Measure.TOTAL, (double) total);
            latencies.put(Measure.QUEUE, (double) row.getFloat("queue_ms"));
            latencies.put(
                    Measure.COMPUTE,
                    (double) row.getFloat("decode_ms") + row.getFloat("detect_ms") + row.getFloat("embed_ms"));
        }
        return latencies;
    }

    OutcomeClass outcomeClass() {
        if (decision == null) {
            return OutcomeClass.NOT_COMPARED;
        }
        return switch (decision) {
            case MATCH -> OutcomeClass.MATCH;
            case NON_MATCH -> OutcomeClass.NON_MATCH;
        };
    }
}
