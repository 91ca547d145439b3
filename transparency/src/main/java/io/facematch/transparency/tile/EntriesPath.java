package io.facematch.transparency.tile;

import java.util.Optional;

/**
 * The path of a bundle of log entries after C2SP tlog-tiles: {@code tile/entries/x001/x234/067[.p/<width>]}. It holds
 * the leaves of the tile of level 0 with the same index.
 *
 * @param index from 0
 * @param width entries, 1 to 256
 */
public record EntriesPath(long index, int width) {
    private static final String PREFIX = "tile/entries/";

    public EntriesPath {
        if (index < 0) {
            throw new IllegalArgumentException("No bundle of entries has the index " + index);
        }
        PathNumber.requireWidth(width);
    }

    /** Reads a path; empty for every text that {@link #toString} would not have written, letter for letter. */
    public static Optional<EntriesPath> parse(String path) {
        if (!path.startsWith(PREFIX) || path.length() > PathNumber.LONGEST_PATH) {
            return Optional.empty();
        }
        return PathNumber.parse(path.substring(PREFIX.length()))
                .map(place -> new EntriesPath(place.index(), place.width()));
    }

    @Override
    public String toString() {
        return PREFIX + new PathNumber(index, width).text();
    }
}
