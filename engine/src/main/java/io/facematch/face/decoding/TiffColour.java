package io.facematch.face.decoding;

import io.facematch.face.decoding.TiffLayout.Compression;
import io.facematch.face.image.WhiteBackground;
import io.facematch.verification.Reason;

/** What the samples of a TIFF mean, and how they become colours. */
final class TiffColour {
    private enum Model {
        WHITE_IS_ZERO(1),
        GREY(1),
        RGB(3),
        PALETTE(1),
        CMYK(4),
        YCBCR(3);

        private final int samples;

        Model(int samples) {
            this.samples = samples;
        }
    }

    private enum Alpha {
        NONE,
        MULTIPLIED,
        STRAIGHT
    }

    private static final int PHOTOMETRIC_INTERPRETATION = 262;
    private static final int COLOUR_MAP = 320;
    private static final int EXTRA_SAMPLES = 338;

    private final Model model;
    private final Alpha alpha;
    /** Blue, green and red of each entry. */
    private final byte[] palette;

    private TiffColour(Model model, Alpha alpha, byte[] palette) {
        this.model = model;
        this.alpha = alpha;
        this.palette = palette;
    }

    static TiffColour of(TiffDirectory page, int bits, int samples) throws RefusedImage {
        var model = switch ((int) Math.min(page.value(PHOTOMETRIC_INTERPRETATION, -1), Integer.MAX_VALUE)) {
            case 0 -> Model.WHITE_IS_ZERO;
            case 1 -> Model.GREY;
            case 2 -> Model.RGB;
            case 3 -> Model.PALETTE;
            case 5 -> Model.CMYK;
            case 6 -> Model.YCBCR;
            default -> throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        };
        if (samples < model.samples || (model == Model.PALETTE && bits > Byte.SIZE)) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var alpha = samples == model.samples ? Alpha.NONE : alpha(page.value(EXTRA_SAMPLES, 0));
        return new TiffColour(model, alpha, model == Model.PALETTE ? palette(page, 1 << bits) : new byte[0]);
    }

    /** A JPEG decoder gives three samples at most, and nobody else turns luminance and chrominance into colours. */
    boolean fits(Compression compression, int bits, int samples) {
        if (compression == Compression.JPEG) {
            return bits == Byte.SIZE
                    && samples == model.samples
                    && (model == Model.GREY || model == Model.RGB || model == Model.YCBCR);
        }
        return model != Model.YCBCR;
    }

    boolean isPalette() {
        return model == Model.PALETTE;
    }

    boolean isRgb() {
        return model == Model.RGB;
    }

    /**
     * Turns pixels into colours on white.
     *
     * @param samples of 8 bits, or indices into the palette; {@code perPixel} of each pixel
     */
    void paint(int[] samples, int perPixel, int pixels, byte[] bgr) {
        for (var pixel = 0; pixel < pixels; pixel++) {
            var from = pixel * perPixel;
            var to = 3 * pixel;
            switch (model) {
                case WHITE_IS_ZERO -> grey(255 - samples[from], bgr, to);
                case GREY -> grey(samples[from], bgr, to);
                case PALETTE -> System.arraycopy(palette, 3 * samples[from], bgr, to, 3);
                case CMYK -> {
                    var light = 255 - samples[from + 3];
                    bgr[to] = (byte) WhiteBackground.divideBy255((255 - samples[from + 2]) * light);
                    bgr[to + 1] = (byte) WhiteBackground.divideBy255((255 - samples[from + 1]) * light);
                    bgr[to + 2] = (byte) WhiteBackground.divideBy255((255 - samples[from]) * light);
                }
                case RGB, YCBCR -> {
                    bgr[to] = (byte) samples[from + 2];
                    bgr[to + 1] = (byte) samples[from + 1];
                    bgr[to + 2] = (byte) samples[from];
                }
            }
            if (alpha != Alpha.NONE) {
                blend(samples[from + model.samples], bgr, to);
            }
        }
    }

    private static void grey(int value, byte[] bgr, int to) {
        bgr[to] = (byte) value;
        bgr[to + 1] = (byte) value;
        bgr[to + 2] = (byte) value;
    }

    private void blend(int opacity, byte[] bgr, int to) {
        for (var channel = to; channel < to + 3; channel++) {
            var value = bgr[channel] & 0xFF;
            var seen = alpha == Alpha.STRAIGHT ? WhiteBackground.divideBy255(value * opacity) : value;
            bgr[channel] = (byte) Math.min(255, seen + 255 - opacity);
        }
    }

    private static Alpha alpha(long extraSample) {
        return switch ((int) Math.min(extraSample, Integer.MAX_VALUE)) {
            case 1 -> Alpha.MULTIPLIED;
            case 2 -> Alpha.STRAIGHT;
            default -> Alpha.NONE;
        };
    }

    /** The file has all reds, then all greens, then all blues, of 16 bits. */
    private static byte[] palette(TiffDirectory page, int colours) throws RefusedImage {
        var map = page.values(COLOUR_MAP, 3 * colours);
        if (map.length < 3 * colours) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var palette = new byte[3 * colours];
        for (var colour = 0; colour < colours; colour++) {
            for (var channel = 0; channel < 3; channel++) {
                palette[3 * colour + 2 - channel] = (byte) (map[channel * colours + colour] >> Byte.SIZE);
            }
        }
        return palette;
    }
}
