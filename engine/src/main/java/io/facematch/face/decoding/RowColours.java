package io.facematch.face.decoding;

import io.facematch.face.image.WhiteBackground;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;

/** Turns the rows of a decoded image into blue, green and red on white. Ignores colour profiles. */
final class RowColours {
    private final BufferedImage image;
    private final Alpha alpha;
    private final ColorModel model;
    private final int[] bgr;

    RowColours(BufferedImage image, Alpha alpha) {
        this.image = image;
        this.alpha = alpha;
        this.model = image.getColorModel();
        this.bgr = new int[3];
    }

    /** @param top row of the canvas for the first row of the image */
    void paint(PhotoCanvas canvas, int top) {
        var row = new byte[3 * image.getWidth()];
        for (var y = 0; y < image.getHeight(); y++) {
            if (model instanceof ComponentColorModel) {
                paintSamples(y, row);
            } else {
                paintPixels(y, row);
            }
            canvas.put(0, top + y, 1, row, image.getWidth());
        }
    }

    /** For palettes and packed pixels. */
    private void paintPixels(int y, byte[] row) {
        var pixels = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        for (var x = 0; x < pixels.length; x++) {
            var pixel = pixels[x];
            bgr[0] = pixel & 0xFF;
            bgr[1] = pixel >> 8 & 0xFF;
            bgr[2] = pixel >> 16 & 0xFF;
            put(alpha == Alpha.NONE ? 255 : pixel >>> 24, row, 3 * x);
        }
    }

    private void paintSamples(int y, byte[] row) {
        var raster = image.getRaster();
        var perPixel = raster.getNumBands();
        var colours = model.getNumColorComponents();
        var samples = raster.getPixels(0, y, image.getWidth(), 1, (int[]) null);
        var most = (1L << model.getComponentSize(0)) - 1;
        for (var x = 0; x < image.getWidth(); x++) {
            var from = x * perPixel;
            for (var i = from; i < from + perPixel; i++) {
                samples[i] = inEightBits(samples[i], most);
            }
            colour(samples, from, colours);
            put(alpha == Alpha.NONE || perPixel == colours ? 255 : samples[from + colours], row, 3 * x);
        }
    }

    private static int inEightBits(int sample, long most) {
        return most > 0xFF ? sample >> Byte.SIZE : (int) (sample * 255L / most);
    }

    private void colour(int[] samples, int from, int colours) {
        if (model.getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            var light = 255 - samples[from + 3];
            bgr[0] = WhiteBackground.divideBy255((255 - samples[from + 2]) * light);
            bgr[1] = WhiteBackground.divideBy255((255 - samples[from + 1]) * light);
            bgr[2] = WhiteBackground.divideBy255((255 - samples[from]) * light);
            return;
        }
        bgr[0] = samples[from + colours - 1];
        bgr[1] = samples[from + colours / 2];
        bgr[2] = samples[from];
    }

    private void put(int opacity, byte[] row, int at) {
        for (var channel = 0; channel < 3; channel++) {
            var level = bgr[channel];
            var seen = alpha == Alpha.MULTIPLIED ? level : WhiteBackground.divideBy255(level * opacity);
            row[at + channel] = (byte) Math.min(255, seen + 255 - opacity);
        }
    }
}
