package io.facematch.api.audit.integrity;

import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.integrity.Finding.Kind;
import io.facematch.api.audit.log.OutcomeLeaf;
import io.facematch.api.audit.log.OutcomeLeaf.Commitments;
import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.tile.TileId;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the leaf of each outcome again, and holds its hash against the stored one. For one thread. */
final class RowReader implements AutoCloseable {
    private static final int FETCHED = 2000;

    /** What searches find outcomes by must be what the outcomes say. */
    private static final String SAME = """
            row(e.tenant, e.client, e.surface, e.status, e.decision, e.similarity, e.embedder, e.calibration,
                    e.subject_reference, e.decided_at, e.threshold, e.probe_photo_digest, e.reference_photo_digest)
                is not distinct from row(o.tenant, o.client, o.surface, o.status, o.decision, o.similarity, o.embedder,
                    o.calibration, o.subject_reference, o.decided_at, o.threshold, o.probe_photo_digest,
                    o.reference_photo_digest) as same""";

    /** Nothing that tells of a subject. */
    private static final String EMPTY = """
            num_nonnulls(o.subject_reference, o.similarity, o.cosine, o.probe_face, o.reference_face, o.probe_photo_digest,
                o.reference_photo_digest, o.sealed_reference) = 0 as empty""";

    private static final String SELECT =
            "select e.leaf_index, e.salt, e.job_id as entry_job, e.pair_index as entry_pair,"
                    + " e.decided_at as entry_time, o.job_id is not null as found, e.comparison_commitment, e.subject_commitment,"
                    + " o.erased_at, " + EMPTY + ", " + SAME + ", " + OutcomeLeaf.COLUMNS
                    + """
             from audit_entry e
            left join lateral (select * from outcome
                where accepted_on = e.accepted_on and job_id = e.job_id and pair_index = e.pair_index limit 1) o on true
            where e.tenant = ? and e.leaf_index >= ? and e.leaf_index < ? order by e.leaf_index""";

    private static final String TWICE = "another outcome is at its place";

    private final PreparedStatement rows;
    private final StoredTiles tiles;
    private final AccessRows accesses;
    private final TreeHasher hasher = new TreeHasher();
    private final byte[] hash = new byte[Hash.LENGTH];

    RowReader(Connection connection) throws SQLException {
        rows = connection.prepareStatement(SELECT);
        rows.setFetchSize(FETCHED);
        tiles = new StoredTiles(connection);
        accesses = new AccessRows(connection);
    }

    void check(LeafRange range) throws SQLException {
        var stored = tiles.leaves(range);
        checkTiles(range, stored);
        rows.setString(1, range.tenant());
        rows.setLong(2, range.first());
        rows.setLong(3, range.end());
        try (var row = rows.executeQuery()) {
            new Pass(range, stored, accesses.check(range, stored)).over(row);
        }
    }

    /** Of entries behind the end of the log, which has no hash of them. */
    void checkBehind(TenantCheck check, long size) throws SQLException {
        accesses.checkBehind(check, size);
        rows.setString(1, check.tenant());
        rows.setLong(2, size);
        rows.setLong(3, Long.MAX_VALUE);
        try (var row = rows.executeQuery()) {
            while (row.next()) {
                check.found(
                        new Finding(Kind.INSERTED, row.getLong(1), 1, id(row), time(row), "the log has no such row"));
            }
        }
    }

    /** Each full tile is a hash of the tile above. */
    private void checkTiles(LeafRange range, byte[] stored) throws SQLException {
        var full = range.rows() / TileId.FULL_WIDTH;
        var above = full == 0
                ? new byte[0]
                : tiles.read(range.tenant(), new TileId(1, range.first() / LeafRange.ROWS))
                        .orElse(new byte[0]);
        for (int i = 0; i < full; i++) {
            hasher.perfectRoot(stored, i * TileId.FULL_WIDTH * Hash.LENGTH, TileId.FULL_WIDTH)
                    .copyTo(hash, 0);
            if (!isAt(above, i)) {
                var row = range.first() + (long) i * TileId.FULL_WIDTH;
                range.check().found(TenantCheck.hashes(row, TileId.FULL_WIDTH));
            }
        }
        for (int i = full * TileId.FULL_WIDTH; i < range.rows(); i++) {
            if (isMissing(stored, i)) {
                range.check().found(TenantCheck.hashes(range.first() + i, 1));
            }
        }
    }

    private static boolean isMissing(byte[] hashes, int index) {
        for (int at = index * Hash.LENGTH; at < (index + 1) * Hash.LENGTH; at++) {
            if (hashes[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@link #hash} is the one there. */
    private boolean isAt(byte[] hashes, int index) {
        var at = index * Hash.LENGTH;
        return at + Hash.LENGTH <= hashes.length && Arrays.equals(hash, 0, Hash.LENGTH, hashes, at, at + Hash.LENGTH);
    }

    private static OutcomeId id(ResultSet row) throws SQLException {
        return new OutcomeId(row.getObject("entry_job", UUID.class), row.getInt("entry_pair"));
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("entry_time", OffsetDateTime.class).toInstant();
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        tiles.close();
        accesses.close();
    }

    /** @param hash of the row as it is now; null where it has none */
    private record Wrong(Finding finding, @Nullable Hash hash) {}

    /** Over the entries of a range, in the order of their places. */
    private final class Pass {
        private final LeafRange range;
        private final TenantCheck check;
        private final byte[] stored;
        private final BitSet accesses;
        private long deleted;
        private long erased;
        private long last;
        private @Nullable Instant lastTime;
        /** What is wrong with the last entry, which another one at its place may explain. */
        private @Nullable Wrong open;

        /** @param accesses places in the range that have no outcome */
        Pass(LeafRange range, byte[] stored, BitSet accesses) {
            this.range = range;
            this.check = range.check();
            this.stored = stored;
            this.accesses = accesses;
            this.last = range.first() - 1;
        }

        void over(ResultSet row) throws SQLException {
            while (row.next()) {
                var leaf = row.getLong(1);
                if (leaf == last) {
                    another(row);
                } else {
                    flush();
                    removed(leaf);
                    last = leaf;
                    open = wrong(row);
                }
                lastTime = time(row);
            }
            flush();
            removed(range.end());
            check.gone(deleted, erased);
            check.passed(range, lastTime);
        }

        /** Two entries at one place: the one that belongs there is the one whose hash it is. */
        private void another(ResultSet row) throws SQLException {
            var second = wrong(row);
            if (second == null && open != null) {
                open = new Wrong(open.finding().as(Kind.INSERTED, TWICE), open.hash());
                return;
            }
            flush();
            var finding = finding(Kind.INSERTED, row, TWICE);
            open = second == null ? new Wrong(finding, null) : new Wrong(finding, second.hash());
        }

        private void flush() {
            if (open != null) {
                var finding = open.finding();
                check.found(finding, open.hash(), stored(finding.row()));
                open = null;
            }
        }

        private Hash stored(long row) {
            return Hash.at((int) (row - range.first()) * Hash.LENGTH, stored);
        }

        private void removed(long next) {
            for (var row = last + 1; row < next; row++) {
                if (accesses.get((int) (row - range.first()))) {
                    continue;
                }
                if (check.ledger().isDeleted(row)) {
                    deleted++;
                } else {
                    check.found(new Finding(Kind.REMOVED, row, 1, null, null, after()), null, stored(row));
                }
            }
        }

        private String after() {
            return lastTime == null ? "" : "the row before it was decided " + lastTime;
        }

        private @Nullable Wrong wrong(ResultSet row) throws SQLException {
            var salt = row.getBytes(2);
            var kept = Commitments.kept(row).orElse(null);
            if (salt == null && kept == null) {
                return new Wrong(finding(Kind.CHANGED, row, "its salt is gone"), null);
            }
            if (!row.getBoolean("found")) {
                return new Wrong(finding(Kind.REMOVED, row, "its entry is still there"), null);
            }
            var unexplained = unexplained(row, salt, kept != null);
            if (unexplained != null) {
                return new Wrong(finding(Kind.CHANGED, row, unexplained), null);
            }
            if (kept != null) {
                erased++;
            }
            var at = (int) (row.getLong(1) - range.first());
            var isLeaf = isLeaf(row, salt, kept);
            if (isLeaf && (isAt(stored, at) || isMissing(stored, at))) {
                return row.getBoolean("same")
                        ? null
                        : new Wrong(
                                finding(Kind.CHANGED, row, "searches find it by other values than the outcome has"),
                                null);
            }
            return new Wrong(finding(Kind.CHANGED, row, ""), isLeaf ? Hash.of(hash) : null);
        }

        private Finding finding(Kind kind, ResultSet row, String detail) throws SQLException {
            return new Finding(kind, row.getLong(1), 1, id(row), time(row), detail);
        }

        /** Where the row and the ledger don't say the same about erasure; null where they do. */
        private @Nullable String unexplained(ResultSet row, byte @Nullable [] salt, boolean isErased)
                throws SQLException {
            var leaf = row.getLong(1);
            if (check.ledger().isDeleted(leaf)) {
                return "the ledger says that it was deleted";
            }
            if (isErased != check.ledger().isEmptied(leaf)) {
                return isErased
                        ? "its values are gone, and the ledger does not say that they were erased"
                        : "the ledger says that its values were erased";
            }
            if (isErased != (row.getObject("erased_at") != null)
                    || (isErased && (salt != null || !row.getBoolean("empty")))) {
                return "it was erased in part";
            }
            return null;
        }

        /** Puts the hash of the row into {@link #hash}; false where such a row can't have been entered. */
        private boolean isLeaf(ResultSet row, byte @Nullable [] salt, @Nullable Commitments kept) throws SQLException {
            try {
                var commitments = kept != null || salt == null ? kept : Commitments.of(row, RowSalt.of(salt));
                if (commitments == null) {
                    return false;
                }
                var leaf = OutcomeLeaf.of(row, commitments);
                hasher.leaf(leaf, 0, leaf.length, hash, 0);
                return true;
            } catch (IllegalArgumentException | DateTimeException e) {
                // Such as a time without end.
                return false;
            }
        }
    }
}
