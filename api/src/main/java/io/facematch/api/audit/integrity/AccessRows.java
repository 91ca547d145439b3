package io.facematch.api.audit.integrity;

import io.facematch.api.audit.integrity.Finding.Kind;
import io.facematch.api.audit.log.AccessLeaf;
import io.facematch.transparency.commitment.FieldSalt;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the leaf of each access again, and holds its hash against the stored one. For one thread. */
final class AccessRows implements AutoCloseable {
    private static final int FETCHED = 2000;

    private static final String SELECT = "select e.leaf_index, e.access_id, e.salt, e.subject_salt, e.subject,"
            + " e.photo_salt, e.photo, l.subject_reference, l.photo_digest, l.id is not null as found, "
            + AccessLeaf.COLUMNS
            + " from access_entry e left join access_log l on l.id = e.access_id"
            + " where e.tenant = ? and e.leaf_index >= ? and e.leaf_index < ? order by e.leaf_index";

    /** As with outcomes: those that the stream has passed, or that no transaction of this cluster can have written. */
    private static final String INSERTED = """
            select l.tenant, l.id from access_log l, audit_position p
            where p.source = 'access'
                and not exists (select from access_entry e where e.access_id = l.id)
                and p.xid < pg_snapshot_xmax(pg_current_snapshot())
                and ((l.xid, l.id) <= (p.xid, p.row_id) or l.xid >= pg_snapshot_xmax(pg_current_snapshot()))
                and not exists (select from log_held h where h.tenant = l.tenant and h.source = 'access'
                    and (l.xid, l.id) > (h.xid, h.row_id))
            order by l.id limit 10000""";

    private static final String DIGEST =
            "whose subject or photo is gone and the ledger does not say so, or the other way round";

    private final PreparedStatement rows;
    private final TreeHasher hasher = new TreeHasher();

    AccessRows(Connection connection) throws SQLException {
        rows = connection.prepareStatement(SELECT);
        rows.setFetchSize(FETCHED);
    }

    /**
     * Those of a range.
     *
     * @param stored the hashes that the log has of it
     * @return their places in the range
     */
    BitSet check(LeafRange range, byte[] stored) throws SQLException {
        var places = new BitSet(range.rows());
        try (var row = select(range.tenant(), range.first(), range.end())) {
            while (row.next()) {
                var place = (int) (row.getLong("leaf_index") - range.first());
                places.set(place);
                var then = Hash.at(place * Hash.LENGTH, stored);
                var now = leaf(row);
                if (now == null || !then.equals(now)) {
                    range.check().found(finding(Kind.CHANGED, row), now, then);
                } else if (!isAs(range.check().ledger().isEmptied(row.getLong("leaf_index")), row)) {
                    range.check().found(finding(Kind.CHANGED, row).as(Kind.CHANGED, DIGEST), now, then);
                }
            }
        }
        return places;
    }

    /** Of entries behind the end of the log, which has no hash of them. */
    void checkBehind(TenantCheck check, long size) throws SQLException {
        try (var row = select(check.tenant(), size, Long.MAX_VALUE)) {
            while (row.next()) {
                check.found(finding(Kind.INSERTED, row));
            }
        }
    }

    private ResultSet select(String tenant, long first, long end) throws SQLException {
        rows.setString(1, tenant);
        rows.setLong(2, first);
        rows.setLong(3, end);
        return rows.executeQuery();
    }

    private static Finding finding(Kind kind, ResultSet row) throws SQLException {
        return new Finding(
                kind, row.getLong("leaf_index"), 1, null, null, "it is the access " + row.getString("access_id"));
    }

    /** Null where such a row can't have been entered. */
    private @Nullable Hash leaf(ResultSet row) throws SQLException {
        if (!row.getBoolean("found")
                || !isOf(row.getBytes("subject_reference"), row.getBytes("subject_salt"), row.getBytes("subject"))
                || !isOf(row.getBytes("photo_digest"), row.getBytes("photo_salt"), row.getBytes("photo"))) {
            return null;
        }
        try {
            return hasher.leaf(AccessLeaf.entered(row));
        } catch (IllegalArgumentException | DateTimeException e) {
            // Such as a time without end, or a filter that is none.
            return null;
        }
    }

    /** Whether all digests that were entered are gone, where the ledger says so, or all of them are there. */
    private static boolean isAs(boolean emptied, ResultSet row) throws SQLException {
        var entered = count(row, "subject", "photo");
        var left = count(row, "subject_reference", "photo_digest");
        return emptied ? entered > 0 && left == 0 : left == entered;
    }

    private static int count(ResultSet row, String... columns) throws SQLException {
        var count = 0;
        for (var column : columns) {
            count += row.getBytes(column) == null ? 0 : 1;
        }
        return count;
    }

    /** Whether the digest of a subject or a photo, where it is not erased, is what its commitment stands for. */
    private static boolean isOf(byte @Nullable [] digest, byte @Nullable [] salt, byte @Nullable [] committed) {
        if (digest == null || salt == null) {
            return digest == null;
        }
        return committed != null
                && AccessLeaf.digest(digest, FieldSalt.of(salt)).equals(Hash.of(committed));
    }

    /** Accesses that were written past the stream, by tenant. */
    static Map<String, List<Finding>> inserted(Connection connection) throws SQLException {
        var inserted = new HashMap<String, List<Finding>>();
        try (var select = connection.prepareStatement(INSERTED);
                var row = select.executeQuery()) {
            while (row.next()) {
                inserted.computeIfAbsent(row.getString("tenant"), tenant -> new ArrayList<>())
                        .add(new Finding(
                                Kind.INSERTED,
                                Long.MAX_VALUE,
                                1,
                                null,
                                null,
                                "the log does not have it, or its entry was removed: " + row.getString("id")));
            }
        }
        return inserted;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
