package io.facematch.api.audit.integrity;

import io.facematch.transparency.tile.TileId;

/**
 * Rows that one thread checks at a time: those whose hashes one tile of level 1 is made of.
 *
 * @param first begins such a tile
 * @param end the row after the last one
 */
record LeafRange(TenantCheck check, long first, long end) {
    /** 65,536: their hashes are 2 MB. */
    static final int ROWS = TileId.FULL_WIDTH * TileId.FULL_WIDTH;

    String tenant() {
        return check.tenant();
    }

    int rows() {
        return (int) (end - first);
    }
}
