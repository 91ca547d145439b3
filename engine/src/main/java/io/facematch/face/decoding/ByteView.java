package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/** Bounds-checked reading of a file: a read beyond its end means that the file is damaged. */
final class ByteView {
    private static final byte MARK = (byte) 0xFF;
    private static final byte STUFFED = 0;
    private static final int RESTART = 0xD0;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer bytes;

    ByteView(byte[] file) {
        this(ByteBuffer.wrap(file));
    }

    private ByteView(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** A part with offsets of its own, cut at the end of the file; big-endian. */
    ByteView part(int offset, int length) throws RefusedImage {
        require(offset, 0);
        return new ByteView(bytes.slice(offset, Math.min(length, length() - offset)));
    }

    ByteView order(ByteOrder order) {
        bytes.order(order);
        return this;
    }

    boolean isBigEndian() {
        return bytes.order() == ByteOrder.BIG_ENDIAN;
    }

    int length() {
        return bytes.limit();
    }

    int unsignedByte(int offset) throws RefusedImage {
        require(offset, 1);
        return bytes.get(offset) & 0xFF;
    }

    int unsignedShort(int offset) throws RefusedImage {
        require(offset, 2);
        return bytes.getShort(offset) & 0xFFFF;
    }

    int signedInt(int offset) throws RefusedImage {
        require(offset, 4);
        return bytes.getInt(offset);
    }

    long unsignedInt(int offset) throws RefusedImage {
        return signedInt(offset) & 0xFFFF_FFFFL;
    }

    void copy(int offset, byte[] to, int at, int count) throws RefusedImage {
        require(offset, count);
        bytes.get(offset, to, at, count);
    }

    void copy(Extent part, ByteBuffer to) throws RefusedImage {
        require(part.offset(), part.length());
        to.put(bytes.array(), bytes.arrayOffset() + part.offset(), part.length());
    }

    /** A part to read from, not a copy. */
    ByteBuffer slice(Extent part) throws RefusedImage {
        require(part.offset(), part.length());
        return bytes.slice(part.offset(), part.length());
    }

    byte[] copy(Extent part) throws RefusedImage {
        require(part.offset(), part.length());
        var copy = new byte[part.length()];
        bytes.get(part.offset(), copy);
        return copy;
    }

    /** Where the next marker of a JPEG stands, at {@code from} or after it; -1 when there is none. */
    int nextMarker(int from) throws RefusedImage {
        require(from, 0);
        var array = bytes.array();
        var start = bytes.arrayOffset();
        var last = start + length() - 1;
        var at = withoutMarks(array, start + from, last);
        while (at < last) {
            if (array[at] == MARK && array[at + 1] != STUFFED && array[at + 1] != MARK) {
                return at - start;
            }
            at = withoutMarks(array, at + 1, last);
        }
        return -1;
    }

    /** Goes on by eight bytes at once as long as none of them is a mark, which is several times faster than one by one. */
    private static int withoutMarks(byte[] array, int from, int last) {
        var at = from;
        while (at <= last - Long.BYTES && !holdsMark((long) EIGHT.get(array, at))) {
            at += Long.BYTES;
        }
        return at;
    }

    /** Whether one of the eight bytes is 0xFF: only from a zero byte of the complement does a subtraction borrow. */
    private static boolean holdsMark(long eight) {
        return (~eight - 0x0101_0101_0101_0101L & eight & 0x8080_8080_8080_8080L) != 0;
    }

    /** Where the packed pixels end that start here: at the next marker of a JPEG but those within pixels. */
    int endOfScan(int from) throws RefusedImage {
        var at = nextMarker(from);
        while (at >= 0 && (bytes.get(at + 1) & 0xF8) == RESTART) {
            at = nextMarker(at + 2);
        }
        return at < 0 ? length() : at;
    }

    /** The CRC-32 of a part. */
    long checksum(Extent part) throws RefusedImage {
        require(part.offset(), part.length());
        var checksum = new CRC32();
        checksum.update(bytes.array(), bytes.arrayOffset() + part.offset(), part.length());
        return checksum.getValue();
    }

    /** Gives a packed part to the inflater, which reads it from here. */
    void feed(Extent part, Inflater inflater) throws RefusedImage {
        require(part.offset(), part.length());
        inflater.setInput(bytes.array(), bytes.arrayOffset() + part.offset(), part.length());
    }

    boolean startsWith(byte[] expected) {
        var array = bytes.array();
        var start = bytes.arrayOffset();
        return length() >= expected.length
                && Arrays.equals(array, start, start + expected.length, expected, 0, expected.length);
    }

    boolean startsWith(int... expected) {
        if (length() < expected.length) {
            return false;
        }
        for (var i = 0; i < expected.length; i++) {
            if ((bytes.get(i) & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    void require(int offset, int count) throws RefusedImage {
        if (offset < 0 || count < 0 || offset > length() - count) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
