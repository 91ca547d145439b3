package io.facematch.transparency.tile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bundle of log entries after C2SP tlog-tiles: each entry behind its length in two bytes, the higher one first. */
public final class EntryBundle {
    /** Bytes of the longest entry that fits. */
    public static final int MAX_ENTRY = 0xFFFF;

    private EntryBundle() {}

    /**
     * Writes 1 to 256 entries in their order.
     *
     * @throws IllegalArgumentException for another number, or an entry longer than {@link #MAX_ENTRY}
     */
    public static byte[] format(List<byte[]> entries) {
        if (entries.isEmpty() || entries.size() > TileId.FULL_WIDTH) {
            throw new IllegalArgumentException("A bundle has 1 to 256 entries, not " + entries.size());
        }
        int length = 0;
        for (var entry : entries) {
            if (entry.length > MAX_ENTRY) {
                throw new IllegalArgumentException("An entry has at most 65535 bytes, not " + entry.length);
            }
            length += Short.BYTES + entry.length;
        }
        var bundle = ByteBuffer.allocate(length);
        for (var entry : entries) {
            bundle.putShort((short) entry.length).put(entry);
        }
        return bundle.array();
    }

    /** Reads 1 to 256 entries; empty where the bytes end within one or go on after the last. */
    public static Optional<List<byte[]>> parse(byte[] bundle) {
        var rest = ByteBuffer.wrap(bundle);
        var entries = new ArrayList<byte[]>();
        while (rest.hasRemaining()) {
            if (rest.remaining() < Short.BYTES || entries.size() == TileId.FULL_WIDTH) {
                return Optional.empty();
            }
            int length = Short.toUnsignedInt(rest.getShort());
            if (rest.remaining() < length) {
                return Optional.empty();
            }
            var entry = new byte[length];
            rest.get(entry);
            entries.add(entry);
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(entries));
    }
}
