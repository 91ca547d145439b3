package io.facematch.face.decoding;

import static io.facematch.face.image.WhiteBackground.onWhite;

import java.nio.ByteBuffer;

/** Turns a row of samples into blue, green and red on white. Ignores colour profiles. */
final class PngColours {
    private static final int BLACK = 0;
    private static final int OPAQUE = 255;

    private final PngLayout layout;
    private final int bits;
    private final int most;
    private final int[] palette;
    private final int[] transparent;

    /**
     * @param colours of the palette, three bytes each
     * @param transparency the opacity of each colour of the palette, or the one grey or colour that is transparent
     */
    PngColours(PngLayout layout, byte[] colours, byte[] transparency) {
        this.layout = layout;
        this.bits = layout.bits();
        this.most = (1 << bits) - 1;
        this.palette = palette(colours, transparency);
        this.transparent = transparent(layout, transparency);
    }

    /** Colours that a pixel names and the palette lacks are black, as other programs show them. */
    private static int[] palette(byte[] colours, byte[] opacities) {
        var palette = new int[256];
        for (var i = 0; i < 256; i++) {
            var opacity = i < opacities.length ? opacities[i] & 0xFF : 255;
            for (var channel = 0; channel < 3; channel++) {
                var at = 3 * i + channel;
                var level = at < colours.length ? colours[at] & 0xFF : BLACK;
                palette[i] = (palette[i] << 8) | onWhite(level, opacity);
            }
        }
        return palette;
    }

    /** None for an alpha channel and a palette, and when the file says too little. */
    private static int[] transparent(PngLayout layout, byte[] transparency) {
        var samples = layout.samples();
        if (layout.hasAlpha() || layout.hasPalette() || transparency.length < Short.BYTES * samples) {
            return new int[0];
        }
        var colour = new int[samples];
        for (var i = 0; i < samples; i++) {
            colour[i] = ByteBuffer.wrap(transparency).getShort(Short.BYTES * i) & 0xFFFF;
        }
        return colour;
    }

    /** Whether undoing the filter is all that a row needs. */
    boolean isPlainRgb() {
        return layout.isPlainRgb() && transparent.length == 0;
    }

    void toBgr(byte[] row, byte[] bgr, int columns) {
        switch (layout.colour()) {
            case PALETTE -> fromPalette(row, bgr, columns);
            case GREY -> fromGrey(row, bgr, columns);
            case GREY_ALPHA -> fromGreyAlpha(row, bgr, columns);
            case RGB -> fromRgb(row, bgr, columns);
            case RGB_ALPHA -> fromRgbAlpha(row, bgr, columns);
        }
    }

    private void fromPalette(byte[] row, byte[] bgr, int columns) {
        for (var x = 0; x < columns; x++) {
            var colour = palette[sample(row, x)];
            put(bgr, x, colour >> 16, colour >> 8, colour);
        }
    }

    private void fromGrey(byte[] row, byte[] bgr, int columns) {
        for (var x = 0; x < columns; x++) {
            var sample = sample(row, x);
            var grey = transparent.length > 0 && sample == transparent[0] ? 255 : level(sample);
            put(bgr, x, grey, grey, grey);
        }
    }

    private void fromGreyAlpha(byte[] row, byte[] bgr, int columns) {
        for (var x = 0; x < columns; x++) {
            var grey = onWhite(level(sample(row, 2 * x)), level(sample(row, 2 * x + 1)));
            put(bgr, x, grey, grey, grey);
        }
    }

    private void fromRgb(byte[] row, byte[] bgr, int columns) {
        for (var x = 0; x < columns; x++) {
            var red = sample(row, 3 * x);
            var green = sample(row, 3 * x + 1);
            var blue = sample(row, 3 * x + 2);
            if (transparent.length > 0 && red == transparent[0] && green == transparent[1] && blue == transparent[2]) {
                put(bgr, x, 255, 255, 255);
            } else {
                put(bgr, x, level(red), level(green), level(blue));
            }
        }
    }

    private void fromRgbAlpha(byte[] row, byte[] bgr, int columns) {
        for (var x = 0; x < columns; x++) {
            var red = level(sample(row, 4 * x));
            var green = level(sample(row, 4 * x + 1));
            var blue = level(sample(row, 4 * x + 2));
            var opacity = level(sample(row, 4 * x + 3));
            if (opacity == OPAQUE) {
                put(bgr, x, red, green, blue);
            } else {
                put(bgr, x, onWhite(red, opacity), onWhite(green, opacity), onWhite(blue, opacity));
            }
        }
    }

    private static void put(byte[] bgr, int x, int red, int green, int blue) {
        bgr[3 * x] = (byte) blue;
        bgr[3 * x + 1] = (byte) green;
        bgr[3 * x + 2] = (byte) red;
    }

    private int sample(byte[] row, int index) {
        if (bits == Byte.SIZE) {
            return row[index] & 0xFF;
        }
        if (bits == Short.SIZE) {
            return ((row[2 * index] & 0xFF) << 8) | (row[2 * index + 1] & 0xFF);
        }
        var bit = index * bits;
        return (row[bit / Byte.SIZE] >> (Byte.SIZE - bits - bit % Byte.SIZE)) & most;
    }

    /** In 8 bits. */
    private int level(int sample) {
        if (bits == Byte.SIZE) {
            return sample;
        }
        return bits == Short.SIZE ? sample >> Byte.SIZE : sample * 255 / most;
    }
}
