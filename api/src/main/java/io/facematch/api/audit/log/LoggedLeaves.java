package io.facematch.api.audit.log;

import io.facematch.api.audit.log.OutcomeLeaf.Commitments;
import io.facematch.transparency.commitment.RowSalt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Outcomes and accesses as the leaves that they became. */
@Component
class LoggedLeaves {
    private static final String SELECT =
            "select e.leaf_index, e.salt, e.comparison_commitment, e.subject_commitment, " + OutcomeLeaf.COLUMNS
                    + " from audit_entry e join outcome o using (accepted_on, job_id, pair_index)"
                    + " where e.tenant = :tenant and (e.salt is not null or e.comparison_commitment is not null) and ";

    private static final String SELECT_ACCESSES =
            "select e.leaf_index, e.salt, e.subject, e.photo, " + AccessLeaf.COLUMNS
                    + " from access_entry e join access_log l on l.id = e.access_id where e.tenant = :tenant and ";

    private static final String IN_RANGE = "e.leaf_index >= :first and e.leaf_index < :end";

    private final JdbcClient jdbc;

    LoggedLeaves(JdbcClient jdbc) {
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

    /** Those that are still there, in order: so many from an index on. */
    List<Leaf> from(String tenant, long first, int count) {
        return Stream.concat(
                        range(SELECT + IN_RANGE, tenant, first, count).query((row, n) -> leaf(row)).list().stream(),
                        range(SELECT_ACCESSES + IN_RANGE, tenant, first, count)
                                .query((row, n) -> access(row))
                                .list()
                                .stream())
                .sorted(Comparator.comparingLong(Leaf::index))
                .toList();
    }

    private JdbcClient.StatementSpec range(String select, String tenant, long first, int count) {
        return jdbc.sql(select).param("tenant", tenant).param("first", first).param("end", first + count);
    }

    private static Leaf leaf(ResultSet row) throws SQLException {
        var erased = Commitments.kept(row);
        return new Leaf(
                row.getLong("leaf_index"),
                erased.isPresent()
                        ? OutcomeLeaf.of(row, erased.get())
                        : OutcomeLeaf.of(row, RowSalt.of(row.getBytes("salt"))));
    }

    private static Leaf access(ResultSet row) throws SQLException {
        return new Leaf(row.getLong("leaf_index"), AccessLeaf.entered(row));
    }
}
