package io.facematch.face.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Puts a picture with transparent parts on white, as a printed document would show it. */
public final class WhiteBackground {
    private WhiteBackground() {}

    /** A new image of blue, green and red from one of blue, green, red and opacity, 8 bits each. */
    public static Mat compose(Mat stored) {
        var colour = new Mat(stored.rows(), stored.cols(), CV_8UC3);
        ByteBuffer from = stored.createBuffer();
        ByteBuffer to = colour.createBuffer();
        var bgra = new byte[4 * stored.cols()];
        var bgr = new byte[3 * stored.cols()];
        for (var y = 0; y < stored.rows(); y++) {
            from.get(bgra);
            compose(bgra, bgr);
            to.put(bgr);
        }
        return colour;
    }

    private static void compose(byte[] bgra, byte[] bgr) {
        for (int from = 0, to = 0; to < bgr.length; from += 4, to += 3) {
            var opacity = bgra[from + 3] & 0xFF;
            bgr[to] = (byte) onWhite(bgra[from] & 0xFF, opacity);
            bgr[to + 1] = (byte) onWhite(bgra[from + 1] & 0xFF, opacity);
            bgr[to + 2] = (byte) onWhite(bgra[from + 2] & 0xFF, opacity);
        }
    }

    /** A level that is so opaque, as it looks on white. */
    public static int onWhite(int level, int opacity) {
        return divideBy255(level * opacity) + 255 - opacity;
    }

    public static int divideBy255(int value) {
        return (value + 127) / 255;
    }
}
