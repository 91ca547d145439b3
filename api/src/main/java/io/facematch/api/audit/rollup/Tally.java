package io.facematch.api.audit.rollup;

import io.facematch.api.audit.rollup.histogram.Latencies;
import io.facematch.api.audit.rollup.histogram.Similarities;
import io.facematch.verification.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A row of rollups without its key. The sum of several does not depend on their order. For one thread. */
final class Tally {
    private static final TypeReference<Map<String, Long>> NUMBERS = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Counts counts = new Counts();
    private final Map<String, Long> failures = new TreeMap<>();
    private final Similarities similarities = new Similarities();
    private final Latencies latencies = new Latencies();

    void add(CountedOutcome outcome) {
        var failure = outcome.failure();
        if (failure == null) {
            var isMatch = outcome.decision() == Decision.MATCH;
            counts.add(isMatch ? Counter.MATCH : Counter.NON_MATCH, 1);
            addSimilarity(isMatch, outcome.similarity());
        } else {
            counts.add(Counter.of(failure.status()), 1);
            failures.merge(failure.code(), 1L, Math::addExact);
        }
        addPhoto(outcome.probe(), Counter.PROBE_FACES, Counter.PROBE_QUALITY, Counter.PROBE_TURNED);
        addPhoto(outcome.reference(), Counter.REFERENCE_FACES, Counter.REFERENCE_QUALITY, Counter.REFERENCE_TURNED);
        outcome.latencies().forEach((measure, time) -> latencies.add(outcome.outcomeClass(), measure, time));
    }

    private void addSimilarity(boolean isMatch, @Nullable Double similarity) {
        if (similarity != null) {
            (isMatch ? similarities.matches() : similarities.nonMatches()).add(Similarities.bin(similarity), 1);
        }
    }

    private void addPhoto(CountedOutcome.@Nullable Photo photo, Counter faces, Counter quality, Counter turned) {
        if (photo != null) {
            counts.add(faces, 1);
            counts.add(quality, Math.round(photo.quality() * Counts.QUALITY_UNIT));
            counts.add(turned, photo.isTurned() ? 1 : 0);
        }
    }

    void add(Tally other) {
        counts.add(other.counts);
        other.failures.forEach((failure, count) -> failures.merge(failure, count, Math::addExact));
        similarities.add(other.similarities);
        latencies.add(other.latencies);
    }

    /** The row that the result stands at. */
    void add(ResultSet row) throws SQLException {
        counts.add(row);
        addFailures(row.getString("failures"), failures);
        var packedSimilarities = row.getBytes("similarity");
        if (packedSimilarities != null) {
            similarities.add(packedSimilarities);
        }
        var packedLatencies = row.getBytes("latency");
        if (packedLatencies != null) {
            latencies.add(packedLatencies);
        }
    }

    private static void addFailures(@Nullable String json, Map<String, Long> sum) {
        if (json != null) {
            JSON.readValue(json, NUMBERS).forEach((failure, count) -> sum.merge(failure, count, Math::addExact));
        }
    }

    Counts counts() {
        return counts;
    }

    @Nullable
    String failures() {
        return failures.isEmpty() ? null : JSON.writeValueAsString(failures);
    }

    byte @Nullable [] similarities() {
        return similarities.isEmpty() ? null : similarities.packed();
    }

    byte @Nullable [] latencies() {
        return latencies.isEmpty() ? null : latencies.packed();
    }
}
