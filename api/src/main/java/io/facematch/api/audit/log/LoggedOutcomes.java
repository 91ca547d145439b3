package io.facematch.api.audit.log;

import io.facematch.transparency.commitment.RowSalt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Outcomes as the leaves that they became. */
@Component
class LoggedOutcomes {
    private static final String SELECT = "select e.leaf_index, e.salt, " + OutcomeLeaf.COLUMNS
            + " from audit_entry e join outcome o using (accepted_on, job_id, pair_index)"
            + " where e.tenant = :tenant and e.salt is not null and ";

    private final JdbcClient jdbc;

    LoggedOutcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param json canonical, so its hash is that in the log */
    record Leaf(long index, byte[] json) {
        @Override
        public String toString() {
            return "Leaf[" + index + "]";
        }
    }

    /**
     * The leaf of an outcome; empty when the tenant has no such outcome in its log.
     *
     * @param from the earliest day on which its job can have been accepted
     * @param to the latest one
     */
    Optional<Leaf> find(String tenant, UUID job, int index, LocalDate from, LocalDate to) {
        return jdbc.sql(SELECT + "e.job_id = :job and e.pair_index = :index and e.accepted_on between :from and :to")
                .param("tenant", tenant)
                .param("job", job)
                .param("index", index)
                .param("from", from)
                .param("to", to)
                .query((row, n) -> leaf(row))
                .optional();
    }

    /** Those of them that are still there, in order: so many from an index on. */
    List<Leaf> from(String tenant, long first, int count) {
        return jdbc.sql(SELECT + "e.leaf_index >= :first and e.leaf_index < :end order by e.leaf_index")
                .param("tenant", tenant)
                .param("first", first)
                .param("end", first + count)
                .query((row, n) -> leaf(row))
                .list();
    }

    private static Leaf leaf(ResultSet row) throws SQLException {
        return new Leaf(row.getLong("leaf_index"), OutcomeLeaf.of(row, RowSalt.of(row.getBytes("salt"))));
    }
}
