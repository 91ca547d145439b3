package io.facematch.transparency.tile;

import java.util.Optional;

/**
 * The path of a tile after C2SP tlog-tiles: {@code tile/0/x001/x234/067}, for a partial one with its width
 * {@code tile/0/x001/x234/067.p/12}.
 *
 * @param width hashes, 1 to 256
 */
public record TilePath(TileId tile, int width) {
    private static final String PREFIX = "tile/";

    public TilePath {
        PathNumber.requireWidth(width);
    }

    /** Reads a path; empty for every text that {@link #toString} would not have written, letter for letter. */
    public static Optional<TilePath> parse(String path) {
        if (!path.startsWith(PREFIX) || path.length() > PathNumber.LONGEST_PATH) {
            return Optional.empty();
        }
        int slash = path.indexOf('/', PREFIX.length());
        if (slash < 0) {
            return Optional.empty();
        }
        var level = PathNumber.decimal(path.substring(PREFIX.length(), slash), TileId.MAX_LEVEL);
        var place = PathNumber.parse(path.substring(slash + 1));
        if (level.isEmpty() || place.isEmpty()) {
            return Optional.empty();
        }
        var tile = new TileId(level.getAsInt(), place.get().index());
        return Optional.of(new TilePath(tile, place.get().width()));
    }

    @Override
    public String toString() {
        return PREFIX + tile.level() + "/" + new PathNumber(tile.index(), width).text();
    }
}
