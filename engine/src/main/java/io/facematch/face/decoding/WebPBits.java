package io.facematch.face.decoding;

/** The bits of a lossless WebP, lowest first. */
final class WebPBits {
    private final ByteView bytes;
    private long position;

    WebPBits(ByteView bytes) {
        this.bytes = bytes;
    }

    /** @param length up to 24 */
    int next(int length) throws RefusedImage {
        var value = 0;
        for (var i = 0; i < length; i++) {
            value |= nextBit() << i;
        }
        return value;
    }

    int nextBit() throws RefusedImage {
        var bit = (bytes.unsignedByte((int) (position >> 3)) >> (position & 7)) & 1;
        position++;
        return bit;
    }
}
