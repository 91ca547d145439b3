package io.facematch.face.image;

import static org.bytedeco.opencv.global.opencv_core.CMP_EQ;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.compare;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.function.ObjIntConsumer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Puts a picture with transparent parts on white, as a printed document would show it. */
public final class WhiteBackground {
    private static final double TO_8_BITS = 1 / 257.0;

    private WhiteBackground() {}

    /** A new 8-bit BGR image from one of 1, 3 or 4 channels with 8 or 16 bits each. */
    public static Mat compose(Mat stored) {
        return switch (stored.channels()) {
            case 1 -> {
                var colour = inEightBits(stored);
                cvtColor(colour, colour, COLOR_GRAY2BGR);
                yield colour;
            }
            case 3 -> inEightBits(stored);
            case 4 -> blend(stored);
            default -> throw new IllegalArgumentException("channels: " + stored.channels());
        };
    }

    private static Mat inEightBits(Mat stored) {
        var eight = new Mat();
        stored.convertTo(eight, CV_8U, stored.depth() == CV_8U ? 1 : TO_8_BITS, 0);
        return eight;
    }

    /** Makes all pixels of this grey white. */
    public static void whiten(Mat stored, int transparentGrey) {
        var most = stored.depth() == CV_8U ? 0xFF : 0xFFFF;
        try (var grey = new Mat(new Scalar(transparentGrey));
                var white = new Mat(new Scalar(most));
                var where = new Mat()) {
            compare(stored, grey, where, CMP_EQ);
            stored.setTo(white, where);
        }
    }

    /** The level of a pixel of this opacity on white. */
    private static int blend(int level, int opacity) {
        return divideBy255(level * opacity) + 255 - opacity;
    }

    public static int divideBy255(int value) {
        return (value + 127) / 255;
    }

    private static Mat blend(Mat stored) {
        var colour = new Mat(stored.rows(), stored.cols(), CV_8UC3);
        ByteBuffer to = colour.createBuffer();
        var from = levels(stored);
        var bgra = new int[4 * stored.cols()];
        var bgr = new byte[3 * stored.cols()];
        for (var y = 0; y < stored.rows(); y++) {
            from.accept(bgra, y * bgra.length);
            blend(bgra, bgr);
            to.put(bgr);
        }
        return colour;
    }

    private static void blend(int[] bgra, byte[] bgr) {
        for (int from = 0, to = 0; to < bgr.length; from += 4, to += 3) {
            var opacity = bgra[from + 3];
            bgr[to] = (byte) blend(bgra[from], opacity);
            bgr[to + 1] = (byte) blend(bgra[from + 1], opacity);
            bgr[to + 2] = (byte) blend(bgra[from + 2], opacity);
        }
    }

    /** Reads samples from an offset on, reduced to 8 bits. */
    private static ObjIntConsumer<int[]> levels(Mat stored) {
        if (stored.depth() == CV_8U) {
            ByteBuffer bytes = stored.createBuffer();
            var row = new byte[4 * stored.cols()];
            return (levels, at) -> {
                bytes.get(at, row);
                for (var i = 0; i < levels.length; i++) {
                    levels[i] = row[i] & 0xFF;
                }
            };
        }
        ShortBuffer shorts = stored.createBuffer();
        var row = new short[4 * stored.cols()];
        return (levels, at) -> {
            shorts.get(at, row);
            for (var i = 0; i < levels.length; i++) {
                levels[i] = (row[i] & 0xFFFF) / 257;
            }
        };
    }
}
