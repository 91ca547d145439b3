package io.facematch.api.audit.pack;

import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.log.OutcomeLeaf;
import io.facematch.api.audit.log.OutcomeLeaf.Commitments;
import io.facematch.api.audit.query.FoundOutcome;
import io.facematch.transparency.commitment.RowSalt;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The leaves of outcomes, some thousands at a time. */
@Component
class LoggedRows {
    /** The day before and after that of the job: clocks differ. */
    private static final String SELECT =
            "select e.leaf_index, e.salt, e.comparison_commitment, e.subject_commitment, " + OutcomeLeaf.COLUMNS + """
             from audit_entry e
            join lateral (select * from outcome where accepted_on = e.accepted_on and job_id = e.job_id
                and pair_index = e.pair_index limit 1) o on true
            where e.tenant = :tenant and e.leaf_index in (:indexes)
                and (e.salt is not null or e.comparison_commitment is not null)
                and e.accepted_on between :from and :to""";

    private final JdbcClient jdbc;

    LoggedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param comparison null where the outcome was erased
     * @param subject null, too, where it is not to be shown
     */
    record Leaf(
            String json,
            @Nullable Opening comparison,
            @Nullable Opening subject) {
        @Override
        public String toString() {
            return "Leaf";
        }
    }

    /**
     * Those of these outcomes, by their index; of one that was altered so far that it is none any more, there is none.
     *
     * @param found at least one
     */
    Map<Long, Leaf> of(String tenant, List<FoundOutcome> found, boolean withSubjects) {
        var days =
                found.stream().map(one -> OutcomeId.dayOf(one.jobId())).sorted().toList();
        var leaves = new HashMap<Long, Leaf>();
        jdbc.sql(SELECT)
                .param("tenant", tenant)
                .param("indexes", found.stream().map(FoundOutcome::leafIndex).toList())
                .param("from", day(days.getFirst(), -1))
                .param("to", day(days.getLast(), 1))
                .query(row -> {
                    try {
                        leaves.put(row.getLong("leaf_index"), leaf(row, withSubjects));
                    } catch (IllegalArgumentException | DateTimeException e) {
                        // Values that no outcome has.
                    }
                });
        return leaves;
    }

    private static LocalDate day(LocalDate day, int more) {
        return day.plusDays(more);
    }

    private static Leaf leaf(ResultSet row, boolean withSubject) throws SQLException {
        var kept = Commitments.kept(row);
        if (kept.isPresent()) {
            return new Leaf(new String(OutcomeLeaf.of(row, kept.get()), StandardCharsets.UTF_8), null, null);
        }
        var salt = RowSalt.of(row.getBytes("salt"));
        return new Leaf(
                new String(OutcomeLeaf.of(row, salt), StandardCharsets.UTF_8),
                Opening.of(salt, "comparison", OutcomeLeaf.comparison(row)),
                withSubject ? Opening.of(salt, "subject", OutcomeLeaf.subject(row)) : null);
    }
}
