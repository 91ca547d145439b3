package io.facematch.face.decoding;

import io.facematch.face.image.WhiteBackground;

/** Which bits of a BMP's pixel are its red, green, blue and, if any, alpha. */
record BmpMasks(int red, int green, int blue, int alpha) {

    /** Of pixels without masks of their own. */
    static BmpMasks usual(int bits) {
        return bits == 16 ? new BmpMasks(0x7C00, 0x3E0, 0x1F, 0) : new BmpMasks(0xFF0000, 0xFF00, 0xFF, 0);
    }

    static BmpMasks read(ByteView file, int at, boolean withAlpha) throws RefusedImage {
        return new BmpMasks(
                file.signedInt(at),
                file.signedInt(at + 4),
                file.signedInt(at + 8),
                withAlpha ? file.signedInt(at + 12) : 0);
    }

    boolean hasAlpha() {
        return alpha != 0;
    }

    BmpMasks withoutAlpha() {
        return new BmpMasks(red, green, blue, 0);
    }

    /** The colour of a pixel on white. */
    void paint(int pixel, byte[] bgr, int to) {
        var opacity = hasAlpha() ? level(pixel, alpha) : 255;
        bgr[to] = onWhite(level(pixel, blue), opacity);
        bgr[to + 1] = onWhite(level(pixel, green), opacity);
        bgr[to + 2] = onWhite(level(pixel, red), opacity);
    }

    private static byte onWhite(int level, int opacity) {
        return (byte) WhiteBackground.blend(level, opacity);
    }

    /** What stands under the mask, in 0 to 255. */
    private static int level(int pixel, int mask) {
        if (mask == 0) {
            return 0;
        }
        var shift = Integer.numberOfTrailingZeros(mask);
        var most = Integer.toUnsignedLong(mask) >>> shift;
        var value = Integer.toUnsignedLong(pixel & mask) >>> shift;
        return (int) ((value * 255 + most / 2) / most);
    }
}
