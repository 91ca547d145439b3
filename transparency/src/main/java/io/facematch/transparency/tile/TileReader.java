package io.facematch.transparency.tile;

import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hashes of whole ranges of leaves, out of tiles. Remembers the tiles last used with the nodes above their hashes, so
 * that neighbours cost little. For one thread.
 */
final class TileReader {
    /** With their nodes, 16 MB. */
    private static final int MOST_REMEMBERED = 1_024;

    private final TileSource source;
    private final TreeHasher hasher = new TreeHasher();
    private final Map<TileId, Nodes> remembered = new LinkedHashMap<>(16, 0.75f, true);

    TileReader(TileSource source) {
        this.source = source;
    }

    /** The first {@code width} hashes of a tile, at least; what lies behind them is not to be used. */
    byte[] read(TileId tile, int width) {
        return nodes(tile, width).rows[0];
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
        int height = level % TileId.HEIGHT;
        long first = index << height;
        var tile = new TileId(level / TileId.HEIGHT, first / TileId.FULL_WIDTH);
        int offset = (int) (first % TileId.FULL_WIDTH);
        return nodes(tile, offset + (1 << height)).at(height, offset >> height, hasher);
    }

    private Nodes nodes(TileId tile, int width) {
        var nodes = remembered.get(tile);
        if (nodes == null) {
            nodes = new Nodes(source.read(tile).orElseThrow(() -> new DamagedTiles(tile.path() + " is missing")));
            remembered.put(tile, nodes);
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
        }
        int length = nodes.rows[0].length;
        if (length < width * Hash.LENGTH || length % Hash.LENGTH != 0) {
            throw new DamagedTiles(
                    tile.path() + " has " + length + " bytes where " + width * Hash.LENGTH + " or more are needed");
        }
        return nodes;
    }

    /** The hashes of a tile, and in rows above them the nodes, as far as they have been needed. */
    private static final class Nodes {
        private final byte[][] rows = new byte[TileId.HEIGHT][];

        Nodes(byte[] hashes) {
            rows[0] = hashes;
        }

        Hash at(int height, int index, TreeHasher hasher) {
            for (int row = 1; row <= height; row++) {
                if (rows[row] == null) {
                    rows[row] = hasher.parents(rows[row - 1]);
                }
            }
            return Hash.at(index * Hash.LENGTH, rows[height]);
        }
    }
}
