package io.facematch.transparency.tile;

/**
 * The stored tiles are not the log they should be: one is missing, cut off, or does not lead to the root that was
 * signed. Only a restored store helps; nothing may be appended until then.
 */
public final class DamagedTiles extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedTiles(String message) {
        super(message);
    }
}
