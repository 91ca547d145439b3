package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/** The bits of a scan, highest first, without the bytes that are stuffed behind 0xFF. */
final class JpegBits {
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;

    private final ByteView bytes;
    private final int end;
    private int position;
    private int pending;
    private int count;

    JpegBits(ByteView bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** @param length up to 16 */
    int next(int length) throws RefusedImage {
        while (count < length) {
            pending = (pending << Byte.SIZE) | nextByte();
            count += Byte.SIZE;
        }
        count -= length;
        return (pending >> count) & ((1 << length) - 1);
    }

    void skip(int length) throws RefusedImage {
        next(length);
    }

    private int nextByte() throws RefusedImage {
        if (position >= end) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var value = bytes.unsignedByte(position++);
        if (value == 0xFF) {
            if (position >= end || bytes.unsignedByte(position) != 0) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            position++;
        }
        return value;
    }

    /** Goes on behind the next restart marker. */
    void restart() throws RefusedImage {
        count = 0;
        var marker = bytes.nextMarker(position);
        if (marker < 0 || marker + 2 > end) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var code = bytes.unsignedByte(marker + 1);
        if (code < FIRST_RESTART || code > LAST_RESTART) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        position = marker + 2;
    }
}
