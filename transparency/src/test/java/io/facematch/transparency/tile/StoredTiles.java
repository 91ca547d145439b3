package io.facematch.transparency.tile;

import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import io.facematch.transparency.tree.TreeHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log kept in memory, of leaves that are numbers as text: as little as a database must do for a log. */
public final class StoredTiles implements TileSource {
    private final Map<TileId, byte[]> tiles = new HashMap<>();
    private final List<TileId> reads = new ArrayList<>();
    private TreeHead head = TreeHead.EMPTY;

    /** A log of {@code size} leaves, appended in batches of at most {@code batch}. */
    public static StoredTiles of(long size, int batch) {
        var log = new StoredTiles();
        while (log.head.size() < size) {
            log.append(leaves(log.head.size(), Math.min(size, log.head.size() + batch)));
        }
        return log;
    }

    /** The bytes of the leaf at {@code index}. */
    public static byte[] data(long index) {
        return Long.toString(index).getBytes(StandardCharsets.US_ASCII);
    }

    /** The hashes of the leaves from {@code start} to {@code end}. */
    public static List<Hash> leaves(long start, long end) {
        var hasher = new TreeHasher();
        var leaves = new ArrayList<Hash>();
        for (long i = start; i < end; i++) {
            leaves.add(hasher.leaf(data(i)));
        }
        return leaves;
    }

    /** Appends and stores. */
    public Appended append(List<Hash> leaves) {
        var appended = tree().append(head, leaves);
        appended.tiles().forEach(tile -> tiles.put(tile.id(), tile.hashes()));
        head = appended.head();
        return appended;
    }

    public TiledTree tree() {
        return new TiledTree(this);
    }

    public TreeHead head() {
        return head;
    }

    /** The stored tiles themselves, to be looked at or damaged. */
    public Map<TileId, byte[]> tiles() {
        return tiles;
    }

    /** The tiles read since the last call. */
    public List<TileId> takeReads() {
        var taken = List.copyOf(reads);
        reads.clear();
        return taken;
    }

    @Override
    public Optional<byte[]> read(TileId tile) {
        reads.add(tile);
        return Optional.ofNullable(tiles.get(tile));
    }
}
