package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bounds-checked reading of a file: a read beyond its end means that the file is damaged. */
final class ByteView {
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

    void copy(int offset, byte[] to) throws RefusedImage {
        require(offset, to.length);
        bytes.get(offset, to);
    }

    void copy(Extent part, ByteBuffer to) throws RefusedImage {
        require(part.offset(), part.length());
        to.put(bytes.array(), bytes.arrayOffset() + part.offset(), part.length());
    }

    byte[] copy(Extent part) throws RefusedImage {
        require(part.offset(), part.length());
        var copy = new byte[part.length()];
        bytes.get(part.offset(), copy);
        return copy;
    }

    /** Where this byte comes next, at {@code from} or after it. */
    int indexOf(byte wanted, int from) throws RefusedImage {
        require(from, 0);
        var array = bytes.array();
        var start = bytes.arrayOffset();
        for (var at = start + from; at < start + length(); at++) {
            if (array[at] == wanted) {
                return at - start;
            }
        }
        throw new RefusedImage(Reason.DAMAGED_FILE);
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
