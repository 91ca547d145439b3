package io.facematch.transparency.tile;

import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.util.HashMap;
import java.util.Map;

/** Hashes of whole ranges of leaves, out of tiles, each of which it reads once. For one question on one thread. */
final class TileReader {
    private final TileSource source;
    private final TreeHasher hasher = new TreeHasher();
    private final Map<TileId, byte[]> tiles = new HashMap<>();

    TileReader(TileSource source) {
        this.source = source;
    }

    /** The first {@code width} hashes of a tile, at least; what lies behind them is not to be used. */
    byte[] read(TileId tile, int width) {
        var hashes = tiles.computeIfAbsent(
                tile, id -> source.read(id).orElseThrow(() -> new DamagedTiles(id.path() + " is missing")));
        if (hashes.length < width * Hash.LENGTH || hashes.length % Hash.LENGTH != 0) {
            throw new DamagedTiles(tile.path() + " has " + hashes.length + " bytes where " + width * Hash.LENGTH
                    + " or more are needed");
        }
        return hashes;
    }

    /** The root over the leaves from {@code start} up to, not with, {@code end}, where {@code start} begins a subtree. */
    Hash root(long start, long end) {
        Hash root = null;
        long rest = end - start;
        while (rest > 0) {
            int level = Long.numberOfTrailingZeros(rest);
            rest -= 1L << level;
            var subtree = subtree(level, (start + rest) >> level);
            root = root == null ? subtree : hasher.node(subtree, root);
        }
        if (root == null) {
            throw new IllegalArgumentException("No leaves from " + start + " to " + end);
        }
        return root;
    }

    /** The {@code index}-th node of the level that is {@code level} above the leaves. */
    private Hash subtree(int level, long index) {
        int withinTile = level % TileId.HEIGHT;
        long first = index << withinTile;
        var tile = new TileId(level / TileId.HEIGHT, first / TileId.FULL_WIDTH);
        int offset = (int) (first % TileId.FULL_WIDTH);
        int count = 1 << withinTile;
        return hasher.perfectRoot(read(tile, offset + count), offset * Hash.LENGTH, count);
    }
}
