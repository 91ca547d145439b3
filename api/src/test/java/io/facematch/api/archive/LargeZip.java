package io.facematch.api.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** An archive of more than 4 GiB that takes no room: pairs of stored files of zeros, and only what lies between is there. */
final class LargeZip implements SeekableByteChannel {
    static final int IMAGE_BYTES = 8 << 20;

    private static final int FULL_16 = 0xFFFF;
    private static final long FULL_32 = 0xFFFFFFFFL;

    private final NavigableMap<Long, byte[]> pieces = new TreeMap<>();
    private long size;
    private long position;

    /** @param isZip64 as the standard has it; else as the Finder of macOS cuts what is too large */
    LargeZip(int pairs, boolean isZip64) {
        var crc = new CRC32();
        crc.update(new byte[IMAGE_BYTES]);
        var checksum = (int) crc.getValue();
        var directory = new ByteArrayOutputStream();
        for (int i = 0; i < 2 * pairs; i++) {
            var name = ("p" + i / 2 + "_image" + (1 + i % 2) + ".bmp").getBytes(StandardCharsets.UTF_8);
            directory.writeBytes(entry(name, checksum, size, isZip64));
            append(little(30 + name.length)
                    .putInt(0x04034b50)
                    .putInt(20)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt(checksum)
                    .putInt(IMAGE_BYTES)
                    .putInt(IMAGE_BYTES)
                    .putShort((short) name.length)
                    .putShort((short) 0)
                    .put(name));
            size += IMAGE_BYTES;
        }
        var start = size;
        append(little(directory.size()).put(directory.toByteArray()));
        end(2 * pairs, start, isZip64);
    }

    private static byte[] entry(byte[] name, int checksum, long headerAt, boolean isZip64) {
        var needsField = isZip64 && headerAt >= FULL_32;
        var entry = little(46 + name.length + (needsField ? 12 : 0))
                .putInt(0x02014b50)
                .putShort((short) 20)
                .putInt(20)
                .putShort((short) 0)
                .putInt(0)
                .putInt(checksum)
                .putInt(IMAGE_BYTES)
                .putInt(IMAGE_BYTES)
                .putShort((short) name.length)
                .putShort((short) (needsField ? 12 : 0))
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .putInt((int) (needsField ? FULL_32 : headerAt))
                .put(name);
        if (needsField) {
            entry.putShort((short) 1).putShort((short) 8).putLong(headerAt);
        }
        return bytes(entry);
    }

    private void end(int members, long start, boolean isZip64) {
        var length = size - start;
        var recordAt = size;
        if (isZip64) {
            append(little(56)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putInt((45 << 16) | 45)
                    .putLong(0)
                    .putLong(members)
                    .putLong(members)
                    .putLong(length)
                    .putLong(start));
            append(little(20).putInt(0x07064b50).putInt(0).putLong(recordAt).putInt(1));
        }
        append(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) Math.min(members, FULL_16))
                .putShort((short) Math.min(members, FULL_16))
                .putInt((int) length)
                .putInt((int) (isZip64 ? FULL_32 : start))
                .putShort((short) 0));
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ByteBuffer written) {
        var bytes = new byte[written.flip().remaining()];
        written.get(bytes);
        return bytes;
    }

    private void append(ByteBuffer piece) {
        var bytes = bytes(piece);
        pieces.put(size, bytes);
        size += bytes.length;
    }

    @Override
    public int read(ByteBuffer into) {
        var from = position;
        var count = (int) Math.min(into.remaining(), size - from);
        if (count <= 0) {
            return -1;
        }
        var bytes = new byte[count];
        var first = pieces.floorKey(from);
        for (Map.Entry<Long, byte[]> piece : pieces.subMap(first == null ? 0 : first, true, from + count, false)
                .entrySet()) {
            var shift = piece.getKey() - from;
            var begin = (int) Math.max(0, shift);
            var end = (int) Math.min(count, shift + piece.getValue().length);
            if (end > begin) {
                System.arraycopy(piece.getValue(), (int) (begin - shift), bytes, begin, end - begin);
            }
        }
        into.put(bytes);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
