package io.facematch.api.audit.integrity;

import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.integrity.Finding.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Outcomes that the database has, and no log. */
final class InsertedOutcomes {
    /**
     * Outcomes without an entry that the stream has passed, or that no transaction of this cluster can have written. As
     * long as the position is of another cluster, as after a backup was restored, neither can be told. Those of a log that is
     * held wait.
     */
    private static final String INSERTED = """
            select o.tenant, o.job_id, o.pair_index, o.decided_at from outcome o, audit_position p
            where p.source = 'outcome'
                and not exists (select from audit_entry e where e.accepted_on = o.accepted_on and e.job_id = o.job_id
                    and e.pair_index = o.pair_index)
                and p.xid < pg_snapshot_xmax(pg_current_snapshot())
                and ((o.xid, o.job_id, o.pair_index) <= (p.xid, p.row_id, p.pair_index)
                    or o.xid >= pg_snapshot_xmax(pg_current_snapshot()))
                and not exists (select from log_held h where h.tenant = o.tenant and h.source = 'outcome'
                    and (o.xid, o.job_id, o.pair_index) > (h.xid, h.row_id, h.pair_index))
            order by o.decided_at, o.job_id, o.pair_index limit 10000""";

    private static final String COUNTS =
            "select (select count(*) from outcome) = (select count(*) from audit_entry) + ?";

    private InsertedOutcomes() {}

    /**
     * Whether there are as many outcomes as entries, and those that are to get one. So there is none without, as long as each
     * entry has its outcome. The indexes alone tell.
     *
     * @param waiting outcomes that are to get their entry
     */
    static boolean addUp(Connection connection, long waiting) throws SQLException {
        try (var select = connection.prepareStatement(COUNTS)) {
            select.setLong(1, waiting);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** By their tenants; the first ten thousand. Compares each outcome there is with the entries. */
    static Map<String, List<Finding>> find(Connection connection) throws SQLException {
        var inserted = new HashMap<String, List<Finding>>();
        try (var select = connection.prepareStatement(INSERTED);
                var row = select.executeQuery()) {
            while (row.next()) {
                var finding = new Finding(
                        Kind.INSERTED,
                        Long.MAX_VALUE,
                        1,
                        new OutcomeId(row.getObject(2, UUID.class), row.getInt(3)),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        "the log does not have it; or its entry was removed");
                inserted.computeIfAbsent(row.getString(1), tenant -> new ArrayList<>())
                        .add(finding);
            }
        }
        return inserted;
    }
}
