package io.facematch.transparency.tile;

/**
 * A tile as it is stored: of its versions always the widest, since a narrower one is its beginning.
 *
 * @param width hashes in it, 1 to 256
 * @param hashes {@code width} times 32 bytes; not copied, so leave it as it is
 */
public record Tile(TileId id, int width, byte[] hashes) {
    /** Whether it will never change again. */
    public boolean isFull() {
        return width == TileId.FULL_WIDTH;
    }

    /** With its width where it is partial. */
    public TilePath path() {
        return new TilePath(id, width);
    }

    @Override
    public String toString() {
        return path().toString();
    }
}
