package io.facematch.transparency.tile;

import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import io.facematch.transparency.tree.TreeHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The last, unfinished tile of each level, which is all that an append has to know. For one append on one thread. */
final class RightEdge {
    private final TreeHasher hasher = new TreeHasher();
    private final List<Level> levels = new ArrayList<>();
    private final List<Tile> full = new ArrayList<>();

    RightEdge(TileReader tiles, long size) {
        for (long hashes = size; hashes > 0; hashes /= TileId.FULL_WIDTH) {
            levels.add(new Level(tiles, levels.size(), hashes));
        }
    }

    void add(Hash leaf) {
        add(0, leaf);
    }

    /** The root over every leaf so far: the complete subtrees, from the smallest and rightmost to the largest. */
    Hash root() {
        Hash root = null;
        for (var level : levels) {
            for (int rest = level.width; rest > 0; rest -= Integer.lowestOneBit(rest)) {
                int count = Integer.lowestOneBit(rest);
                var subtree = hasher.perfectRoot(level.hashes, (rest - count) * Hash.LENGTH, count);
                root = root == null ? subtree : hasher.node(subtree, root);
            }
        }
        return root == null ? TreeHead.EMPTY.root() : root;
    }

    List<Tile> changedTiles() {
        var changed = new ArrayList<>(full);
        for (var level : levels) {
            if (level.changed) {
                changed.add(level.partial());
            }
        }
        return changed;
    }

    private void add(int number, Hash hash) {
        if (number == levels.size()) {
            levels.add(new Level(number));
        }
        var level = levels.get(number);
        hash.copyTo(level.hashes, level.width * Hash.LENGTH);
        level.width++;
        level.changed = true;
        if (level.width == TileId.FULL_WIDTH) {
            full.add(level.finish());
            add(number + 1, hasher.perfectRoot(full.getLast().hashes(), 0, TileId.FULL_WIDTH));
        }
    }

    private static final class Level {
        private final int number;
        private long index;
        private int width;
        private boolean changed;
        private byte[] hashes = new byte[TileId.FULL_WIDTH * Hash.LENGTH];

        Level(int number) {
            this.number = number;
        }

        Level(TileReader tiles, int number, long hashesAtLevel) {
            this(number);
            index = hashesAtLevel / TileId.FULL_WIDTH;
            width = (int) (hashesAtLevel % TileId.FULL_WIDTH);
            if (width > 0) {
                System.arraycopy(tiles.read(id(), width), 0, hashes, 0, width * Hash.LENGTH);
            }
        }

        private TileId id() {
            return new TileId(number, index);
        }

        private Tile partial() {
            return new Tile(id(), width, Arrays.copyOf(hashes, width * Hash.LENGTH));
        }

        private Tile finish() {
            var tile = new Tile(id(), TileId.FULL_WIDTH, hashes);
            hashes = new byte[TileId.FULL_WIDTH * Hash.LENGTH];
            index++;
            width = 0;
            changed = false;
            return tile;
        }
    }
}
