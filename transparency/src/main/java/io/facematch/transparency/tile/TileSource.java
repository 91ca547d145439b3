package io.facematch.transparency.tile;

import java.util.Optional;

/**
 * Where the tiles of one log are kept. An operation reads each tile once, or again where it has used more than a
 * thousand others meanwhile.
 */
@FunctionalInterface
public interface TileSource {
    /** For a log that has nothing yet. */
    TileSource EMPTY = tile -> Optional.empty();

    /**
     * The widest version stored: 32 bytes for each hash. Wider than asked for does no harm. The array is read, not
     * changed and not kept.
     */
    Optional<byte[]> read(TileId tile);
}
