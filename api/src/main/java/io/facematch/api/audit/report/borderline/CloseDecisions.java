package io.facematch.api.audit.report.borderline;

import io.facematch.api.audit.DaysOfJobs;
import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.audit.filter.DecisionCode;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.outcome.PublishedSimilarity;
import io.facematch.verification.Decision;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds decisions near their threshold. */
@Component
class CloseDecisions {
    /** From one to the next in the index, however many outcomes each has decided. */
    private static final String THRESHOLDS = """
            with recursive t (threshold) as (
                (select threshold from audit_entry where tenant = :tenant and similarity is not null
                 order by threshold limit 1)
                union all
                select (select e.threshold from audit_entry e
                        where e.tenant = :tenant and e.similarity is not null and e.threshold > t.threshold
                        order by e.threshold limit 1)
                from t where t.threshold is not null)
            select threshold from t where threshold is not null""";

    private final JdbcClient jdbc;

    CloseDecisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param similarity exact, not to be shown */
    record Found(
            OutcomeId id,
            Instant decidedAt,
            String client,
            String surface,
            double similarity,
            double threshold,
            Decision decision,
            @Nullable String model) {

        /** As clients get it. */
        BigDecimal publishedSimilarity() {
            return PublishedSimilarity.of(similarity, decision, threshold);
        }

        String code() {
            return DecisionCode.of(decision);
        }

        /** Without similarity. */
        @Override
        public String toString() {
            return "Found[" + id + "]";
        }
    }

    /**
     * The newest first.
     *
     * @param after only those after this place; null for all
     */
    List<Found> find(ReportQuery query, BigDecimal delta, @Nullable OutcomePlace after, int limit) {
        var thresholds = jdbc.sql(THRESHOLDS)
                .param("tenant", query.tenant())
                .query((row, n) -> row.getBigDecimal(1))
                .list();
        if (thresholds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select job_id, pair_index, decided_at, client, surface, similarity, threshold, decision, embedder
                        from audit_entry
                        where tenant = :tenant and decided_at >= :from and decided_at < :to
                            and accepted_on between :firstDay and :lastDay and similarity is not null and (%s)
                        """.formatted(ranges(thresholds, delta))
                        + (query.client() == null ? "" : " and client = :client")
                        + (query.surface() == null ? "" : " and surface = :surface")
                        + (query.model() == null ? "" : " and embedder = :model")
                        + (after == null
                                ? ""
                                : " and decided_at <= :time and (decided_at, job_id, pair_index) < (:time, :job, :pair)")
                        + " order by decided_at desc, job_id desc, pair_index desc limit :limit")
                .param("tenant", query.tenant())
                .param("from", Timestamp.from(query.from()))
                .param("to", Timestamp.from(query.to()))
                .param("firstDay", DaysOfJobs.earliest(query.from()))
                .param("lastDay", DaysOfJobs.latest(query.to()))
                .param("client", query.client())
                .param("surface", query.surface())
                .param("model", query.model())
                .param("time", after == null ? null : Timestamp.from(after.decidedAt()))
                .param("job", after == null ? null : after.jobId())
                .param("pair", after == null ? null : after.pairIndex())
                .param("limit", limit)
                .query((row, n) -> found(row))
                .list();
    }

    /**
     * A range for each threshold. They are few, and written out: so the database knows how many outcomes are in them, and
     * either goes through the ranges, or through time where nearly every outcome is in one.
     */
    private static String ranges(List<BigDecimal> thresholds, BigDecimal delta) {
        return thresholds.stream()
                .map(threshold -> "threshold = " + number(threshold) + " and similarity between "
                        + number(threshold.subtract(delta)) + " and " + number(threshold.add(delta)))
                .collect(Collectors.joining(" or "));
    }

    /** Of the type of the column, so that 0.7 is the 0.7 there. */
    private static String number(BigDecimal number) {
        return "float8 '" + number.toPlainString() + "'";
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                new OutcomeId(row.getObject("job_id", UUID.class), row.getInt("pair_index")),
                row.getTimestamp("decided_at").toInstant(),
                row.getString("client"),
                row.getString("surface"),
                row.getDouble("similarity"),
                row.getDouble("threshold"),
                Decision.valueOf(row.getString("decision")),
                row.getString("embedder"));
    }
}
