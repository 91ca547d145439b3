package io.facematch.api.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes ZIPs byte by byte, so that a test can lie in any field. */
public final class ZipBytes {

    /** One member; every field may be set to a lie before it is added. */
    static final class Entry {
        byte[] name;
        byte[] localName;
        byte[] data;
        int method;
        int localMethod;
        int flags;
        int crc;
        long compressedSize;
        long size;
        int attributes = 0100644 << 16;
        int disk;
        byte[] extra = {};
        long headerAt = -1;

        Entry(byte[] name, byte[] content, boolean deflate) {
            this.name = name;
            this.localName = name;
            this.data = deflate ? deflated(content) : content;
            this.method = deflate ? 8 : 0;
            this.localMethod = method;
            this.flags = 1 << 11;
            CRC32 checksum = new CRC32();
            checksum.update(content);
            this.crc = (int) checksum.getValue();
            this.compressedSize = data.length;
            this.size = content.length;
        }
    }

    private static final int MADE_BY_UNIX = 3 << 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Entry> entries = new ArrayList<>();
    private byte[] comment = {};
    private int countLie = -1;
    private int diskLie;

    static Entry stored(String name, byte[] content) {
        return new Entry(name.getBytes(StandardCharsets.UTF_8), content, false);
    }

    static Entry stored(String name) {
        return stored(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
    }

    static Entry deflated(String name, byte[] content) {
        return new Entry(name.getBytes(StandardCharsets.UTF_8), content, true);
    }

    /** A ZIP with one good pair, for a test to add its trouble to. */
    public static ZipBytes withPair() {
        return new ZipBytes().add(stored("good_image1.jpg")).add(stored("good_image2.jpg"));
    }

    ZipBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    ZipBytes add(String name) {
        return add(stored(name));
    }

    /** Writes the local header and the data now, the directory entry at the end. */
    ZipBytes add(Entry entry) {
        entry.headerAt = out.size();
        return header(entry).raw(entry.data).list(entry);
    }

    /** A local header alone. */
    ZipBytes header(Entry entry) {
        ByteBuffer header = little(30 + entry.localName.length);
        header.putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags);
        header.putShort((short) entry.localMethod).putInt(0).putInt(entry.crc);
        header.putInt((int) entry.compressedSize).putInt((int) entry.size);
        header.putShort((short) entry.localName.length).putShort((short) 0).put(entry.localName);
        return raw(bytes(header));
    }

    /** Only in the directory: its local header is somewhere else, or nowhere. */
    ZipBytes list(Entry entry) {
        entries.add(entry);
        return this;
    }

    ZipBytes comment(byte[] bytes) {
        comment = bytes;
        return this;
    }

    ZipBytes claimMembers(int count) {
        countLie = count;
        return this;
    }

    ZipBytes claimDisk(int disk) {
        diskLie = disk;
        return this;
    }

    int size() {
        return out.size();
    }

    public byte[] build() {
        int start = out.size();
        entries.forEach(entry -> raw(directoryEntry(entry)));
        int length = out.size() - start;
        int count = countLie < 0 ? entries.size() : countLie;
        ByteBuffer end = little(22 + comment.length);
        end.putInt(0x06054b50).putShort((short) diskLie).putShort((short) diskLie);
        end.putShort((short) count).putShort((short) count).putInt(length).putInt(start);
        end.putShort((short) comment.length).put(comment);
        return raw(bytes(end)).out.toByteArray();
    }

    /** The same with zip64 end records and saturated short ones. */
    byte[] buildZip64() {
        int start = out.size();
        entries.forEach(entry -> raw(directoryEntry(entry)));
        int length = out.size() - start;
        long recordAt = out.size();
        ByteBuffer end = little(56 + 20 + 22);
        end.putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0);
        long count = countLie < 0 ? entries.size() : countLie;
        end.putLong(count).putLong(count).putLong(length).putLong(start);
        end.putInt(0x07064b50).putInt(0).putLong(recordAt).putInt(1);
        end.putInt(0x06054b50)
                .putInt(0)
                .putShort((short) -1)
                .putShort((short) -1)
                .putInt(-1)
                .putInt(-1)
                .putShort((short) 0);
        return raw(bytes(end)).out.toByteArray();
    }

    private static byte[] directoryEntry(Entry entry) {
        ByteBuffer line = little(46 + entry.name.length + entry.extra.length);
        line.putInt(0x02014b50)
                .putShort((short) MADE_BY_UNIX)
                .putShort((short) 20)
                .putShort((short) entry.flags);
        line.putShort((short) entry.method).putInt(0).putInt(entry.crc);
        line.putInt((int) entry.compressedSize).putInt((int) entry.size);
        line.putShort((short) entry.name.length)
                .putShort((short) entry.extra.length)
                .putShort((short) 0);
        line.putShort((short) entry.disk)
                .putShort((short) 0)
                .putInt(entry.attributes)
                .putInt((int) entry.headerAt);
        return bytes(line.put(entry.name).put(entry.extra));
    }

    private static byte[] bytes(ByteBuffer written) {
        byte[] bytes = new byte[written.flip().remaining()];
        written.get(bytes);
        return bytes;
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflated(byte[] content) {
        try (Deflater deflater = new Deflater(9, true)) {
            deflater.setInput(content);
            deflater.finish();
            byte[] buffer = new byte[2 * content.length + 64];
            return Arrays.copyOf(buffer, deflater.deflate(buffer));
        }
    }
}
