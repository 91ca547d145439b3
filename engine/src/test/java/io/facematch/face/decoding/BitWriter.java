package io.facematch.face.decoding;

import java.io.ByteArrayOutputStream;

/** Packs samples of 1 to 16 bits, highest bit first. */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int count;

    /** A level of 0 to 255 in so many bits. */
    void level(int level, int bits) {
        bits(bits == 16 ? level * 257 : level >> (8 - bits), bits);
    }

    void bits(int value, int bits) {
        pending = pending << bits | value;
        count += bits;
        while (count >= 8) {
            bytes.write(pending >> (count - 8));
            count -= 8;
        }
        pending &= (1 << count) - 1;
    }

    /** All that was written, filled up to a byte with zeros. */
    byte[] bytes() {
        if (count > 0) {
            bits(0, 8 - count);
        }
        return bytes.toByteArray();
    }
}
