package io.facematch.face.decoding;

import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;

/**
 * A picture of which every pixel is known. Its sides are odd and no two corners are alike, so that every turn, shift and
 * padding shows.
 *
 * @param argb by x and y, not multiplied by alpha
 */
record TestPicture(int width, int height, IntBinaryOperator argb) {
    static final int WIDTH = 67;
    static final int HEIGHT = 45;

    /** Red grows to the right, green downwards, blue along the diagonal. */
    static TestPicture colours() {
        return colours(WIDTH, HEIGHT);
    }

    static TestPicture colours(int width, int height) {
        return new TestPicture(width, height, (x, y) -> {
            var red = 255 * x / (width - 1);
            var green = 255 * y / (height - 1);
            var blue = 255 * (x + y) / (width + height - 2);
            return 0xFF << 24 | red << 16 | green << 8 | blue;
        });
    }

    /** As many greys as fit into so many bits, from black on the left to white on the right and darker downwards. */
    static TestPicture greys(int bits) {
        var most = (1 << Math.min(bits, 8)) - 1;
        return new TestPicture(WIDTH, HEIGHT, (x, y) -> {
            var level = most * x * (2 * HEIGHT - y) / (2 * HEIGHT * (WIDTH - 1));
            return 0xFF << 24 | level * 255 / most * 0x010101;
        });
    }

    /** With so many colours, one in each column and the next in the row below. */
    static TestPicture palette(int colours) {
        return new TestPicture(WIDTH, HEIGHT, (x, y) -> paletteColour((x + y) % colours, colours));
    }

    static int paletteColour(int index, int colours) {
        var level = 255 * index / (colours - 1);
        return 0xFF << 24 | level << 16 | (255 - level) << 8 | level / 3;
    }

    /** More and more opaque to the right. */
    TestPicture fading() {
        return new TestPicture(width, height, (x, y) -> rgb(x, y) | (255 * x / (width - 1)) << 24);
    }

    /** What must be seen of it. */
    TestPicture onWhite() {
        return new TestPicture(width, height, (x, y) -> {
            var seen = 0xFF << 24;
            for (var shift = 0; shift <= 16; shift += 8) {
                var level = argb(x, y) >> shift & 0xFF;
                seen |= Math.round((level * alpha(x, y) + 255 * (255 - alpha(x, y))) / 255f) << shift;
            }
            return seen;
        });
    }

    int argb(int x, int y) {
        return argb.applyAsInt(x, y);
    }

    int rgb(int x, int y) {
        return argb(x, y) & 0xFFFFFF;
    }

    int alpha(int x, int y) {
        return argb(x, y) >>> 24;
    }

    int red(int x, int y) {
        return argb(x, y) >> 16 & 0xFF;
    }

    int green(int x, int y) {
        return argb(x, y) >> 8 & 0xFF;
    }

    int blue(int x, int y) {
        return argb(x, y) & 0xFF;
    }

    BufferedImage buffered(int type) {
        var image = new BufferedImage(width, height, type);
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                image.setRGB(x, y, argb(x, y));
            }
        }
        return image;
    }
}
