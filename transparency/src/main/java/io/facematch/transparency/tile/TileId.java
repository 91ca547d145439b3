package io.facematch.transparency.tile;

/**
 * The place of a tile: the {@code index}-th group of 256 hashes at {@code level}, both from 0. At level 0 these are
 * leaf hashes; above it, each is the root over a full tile of the level below.
 *
 * @param level 0 to 63; a log of 10 million leaves has 0, 1 and 2
 */
public record TileId(int level, long index) {
    /** Hashes in a full tile. */
    public static final int FULL_WIDTH = 256;

    /** Levels of the tree that one tile spans. */
    static final int HEIGHT = 8;

    static final int MAX_LEVEL = 63;

    public TileId {
        if (level < 0 || level > MAX_LEVEL || index < 0) {
            throw new IllegalArgumentException("No tile at level " + level + ", index " + index);
        }
    }

    /** How many hashes this tile holds in a log of {@code size} leaves: 0, where it does not exist yet, to 256. */
    public int widthAt(long size) {
        int shift = HEIGHT * level;
        long hashesAtLevel = shift < Long.SIZE ? size >> shift : 0;
        long before = hashesAtLevel / FULL_WIDTH;
        if (index != before) {
            return index < before ? FULL_WIDTH : 0;
        }
        return (int) (hashesAtLevel % FULL_WIDTH);
    }

    /** As in a URL or a folder, for the full tile: {@code tile/0/x001/x234/067}. */
    public String path() {
        return new TilePath(this, FULL_WIDTH).toString();
    }
}
