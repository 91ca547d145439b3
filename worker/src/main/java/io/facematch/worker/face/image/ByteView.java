package io.facematch.worker.face.image;

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

    private void require(int offset, int count) throws RefusedImage {
        if (offset < 0 || offset > length() - count) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
