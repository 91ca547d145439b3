package io.facematch.api.audit.integrity;

import io.facematch.api.audit.integrity.Finding.Kind;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.tile.DamagedTiles;
import io.facematch.transparency.tile.TileId;
import io.facematch.transparency.tile.TiledTree;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import io.facematch.transparency.tree.TreeHead;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;

/** Holds the hashes of a log against what was signed of it. For one thread. */
final class SignedHeads implements AutoCloseable {
    /** Who says that a log was larger, or another one. */
    static final String AS_KEPT = "as a checkpoint says that was kept";

    private final Connection connection;
    private final Trust trust;
    private final StoredTiles tiles;
    private final TreeHasher hasher = new TreeHasher();

    SignedHeads(Connection connection, Trust trust) throws SQLException {
        this.connection = connection;
        this.trust = trust;
        this.tiles = new StoredTiles(connection);
    }

    /**
     * @param signed rows at the last checkpoint
     * @param believed whether there was a key to check its signatures with
     */
    record Checked(long signed, boolean believed) {}

    Checked check(TenantCheck check) throws SQLException {
        var tree = new TiledTree(tiles.of(check.tenant()));
        checkUpperTiles(check);
        var head = check.head();
        if (head.size() > 0 && !leadsTo(tree, head)) {
            check.found(new Finding(
                    Kind.HASHES, 0, head.size(), null, null, "they do not lead to the stored root of the log"));
        }
        for (var kept : trust.keptOf(check.tenant())) {
            checkContinued(check, tree, kept, AS_KEPT);
        }
        return checkLatest(check, tree);
    }

    /** Of the level above the leaves and higher: full tiles are hashes of those above them. */
    private void checkUpperTiles(TenantCheck check) throws SQLException {
        var size = check.head().size();
        var rows = (long) LeafRange.ROWS;
        for (int level = 1; size / rows > 0; level++, rows *= TileId.FULL_WIDTH) {
            for (long index = 0; index < size / rows; index++) {
                if (!leadsUp(check.tenant(), new TileId(level, index))) {
                    check.found(TenantCheck.hashes(index * rows, rows));
                }
            }
        }
    }

    private boolean leadsUp(String tenant, TileId tile) throws SQLException {
        var hashes = tiles.read(tenant, tile);
        var above = tiles.read(tenant, new TileId(tile.level() + 1, tile.index() / TileId.FULL_WIDTH));
        var at = (int) (tile.index() % TileId.FULL_WIDTH) * Hash.LENGTH;
        return hashes.filter(all -> all.length == TileId.FULL_WIDTH * Hash.LENGTH)
                        .isPresent()
                && above.filter(all -> all.length >= at + Hash.LENGTH).isPresent()
                && hasher.perfectRoot(hashes.get(), 0, TileId.FULL_WIDTH).equals(Hash.at(at, above.get()));
    }

    private static boolean leadsTo(TiledTree tree, TreeHead head) {
        try {
            return tree.head(head.size()).equals(head);
        } catch (DamagedTiles e) {
            return false;
        }
    }

    private Checked checkLatest(TenantCheck check, TiledTree tree) throws SQLException {
        var keys = trust.keysOf(check.tenant());
        var stored = latest(check.tenant());
        if (stored.isEmpty()) {
            return new Checked(0, false);
        }
        var signed = stored.get().head().size();
        try {
            var note = SignedNote.parse(stored.get().note().getBytes(StandardCharsets.UTF_8));
            var checkpoint = keys.isEmpty()
                    ? Checkpoint.parse(note.text())
                    : Trust.open(note, trust.origin().ofTenant(check.tenant()), keys);
            if (!checkpoint.head().equals(stored.get().head())) {
                found(check, signed, "its text says something else than its row");
            }
            checkContinued(check, tree, checkpoint.head(), "as its last checkpoint says");
        } catch (RefusedNote e) {
            found(check, signed, e.getMessage() == null ? "it can't be read" : e.getMessage());
        }
        return new Checked(signed, !keys.isEmpty());
    }

    private static void found(TenantCheck check, long signed, String why) {
        check.found(new Finding(Kind.SIGNATURE, 0, signed, null, null, why));
    }

    private void checkContinued(TenantCheck check, TiledTree tree, TreeHead signed, String who) throws SQLException {
        if (signed.size() > check.head().size()) {
            check.found(cutOff(check.head().size(), signed.size(), who));
        } else if (signed.size() > 0 && !leadsTo(tree, signed)) {
            var good = continued(check.tenant(), tree, signed.size());
            check.found(new Finding(
                    Kind.FORKED, good.from(), good.to() - good.from(), null, null, "the log had another root, " + who));
        }
    }

    /**
     * That a log is shorter than it was.
     *
     * @param who says so
     */
    static Finding cutOff(long size, long signed, String who) {
        return new Finding(Kind.CUT_OFF, size, signed - size, null, null, "it had " + signed + " rows, " + who);
    }

    private record Window(long from, long to) {}

    /** Once rows were changed, no later checkpoint fits. So the first that does not tells where to look. */
    private Window continued(String tenant, TiledTree tree, long size) throws SQLException {
        var heads = new ArrayList<TreeHead>();
        try (var select = connection.prepareStatement(
                "select size, root from log_checkpoint where tenant = ? and size < ? order by size")) {
            select.setString(1, tenant);
            select.setLong(2, size);
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    heads.add(new TreeHead(row.getLong(1), Hash.of(row.getBytes(2))));
                }
            }
        }
        var good = 0;
        var bad = heads.size();
        while (good < bad) {
            var middle = (good + bad) >>> 1;
            if (leadsTo(tree, heads.get(middle))) {
                good = middle + 1;
            } else {
                bad = middle;
            }
        }
        return new Window(
                good == 0 ? 0 : heads.get(good - 1).size(),
                good == heads.size() ? size : heads.get(good).size());
    }

    private record Stored(TreeHead head, String note) {}

    private Optional<Stored> latest(String tenant) throws SQLException {
        try (var select = connection.prepareStatement(
                "select size, root, note from log_checkpoint where tenant = ? order by size desc limit 1")) {
            select.setString(1, tenant);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Stored(new TreeHead(row.getLong(1), Hash.of(row.getBytes(2))), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        tiles.close();
    }
}
