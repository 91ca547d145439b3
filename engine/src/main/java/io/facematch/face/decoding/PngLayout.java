package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/**
 * How the pixels of a PNG are stored.
 *
 * @param bits of a sample
 * @param interlaced in seven passes, each of some columns of some rows
 */
record PngLayout(int width, int height, int bits, Colour colour, boolean interlaced) {

    enum Colour {
        GREY(1),
        RGB(3),
        PALETTE(1),
        GREY_ALPHA(2),
        RGB_ALPHA(4);

        private final int samples;

        Colour(int samples) {
            this.samples = samples;
        }

        private static Colour of(int code) throws RefusedImage {
            return switch (code) {
                case 0 -> GREY;
                case 2 -> RGB;
                case 3 -> PALETTE;
                case 4 -> GREY_ALPHA;
                case 6 -> RGB_ALPHA;
                default -> throw new RefusedImage(Reason.DAMAGED_FILE);
            };
        }

        private boolean allows(int bits) {
            return switch (this) {
                case GREY -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
                case PALETTE -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
                case RGB, GREY_ALPHA, RGB_ALPHA -> bits == 8 || bits == 16;
            };
        }
    }

    /** The columns x, x + across, x + 2 across ... of the rows y, y + down ... */
    record Pass(int x, int y, int across, int down) {
        int columns(int width) {
            return Math.ceilDiv(width - x, across);
        }
    }

    private static final Pass[] ALL_AT_ONCE = {new Pass(0, 0, 1, 1)};
    private static final Pass[] SEVEN = {
        new Pass(0, 0, 8, 8),
        new Pass(4, 0, 8, 8),
        new Pass(0, 4, 4, 8),
        new Pass(2, 0, 4, 4),
        new Pass(0, 2, 2, 4),
        new Pass(1, 0, 2, 2),
        new Pass(0, 1, 1, 2)
    };

    static PngLayout read(ByteView header, DecodingLimits limits) throws RefusedImage {
        var width = header.signedInt(0);
        var height = header.signedInt(4);
        limits.check(width, height);
        var bits = header.unsignedByte(8);
        var colour = Colour.of(header.unsignedByte(9));
        var methods = header.unsignedByte(10) | header.unsignedByte(11);
        var interlace = header.unsignedByte(12);
        if (!colour.allows(bits) || methods != 0 || interlace > 1) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return new PngLayout(width, height, bits, colour, interlace == 1);
    }

    Pass[] passes() {
        return interlaced ? SEVEN : ALL_AT_ONCE;
    }

    boolean hasPalette() {
        return colour == Colour.PALETTE;
    }

    boolean hasAlpha() {
        return colour == Colour.GREY_ALPHA || colour == Colour.RGB_ALPHA;
    }

    /** Whether a pixel is a byte each of red, green and blue. */
    boolean isPlainRgb() {
        return colour == Colour.RGB && bits == Byte.SIZE;
    }

    int samples() {
        return colour.samples;
    }

    /** What a filter takes for the distance to the pixel on the left. */
    int bytesPerPixel() {
        return Math.max(1, samples() * bits / Byte.SIZE);
    }

    int rowLength(int columns) {
        return Math.toIntExact(Math.ceilDiv((long) columns * samples() * bits, Byte.SIZE));
    }
}
