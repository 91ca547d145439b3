package io.facematch.worker.face.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Puts a picture with transparent parts on white, as a printed document would show it. */
final class WhiteBackground {
    private WhiteBackground() {}

    /** A new BGR image from one of 1, 3 or 4 channels with 8 bits each. */
    static Mat compose(Mat stored) {
        return switch (stored.channels()) {
            case 1 -> {
                var colour = new Mat();
                cvtColor(stored, colour, COLOR_GRAY2BGR);
                yield colour;
            }
            case 3 -> stored.clone();
            case 4 -> blend(stored);
            default -> throw new IllegalArgumentException("channels: " + stored.channels());
        };
    }

    private static Mat blend(Mat stored) {
        var colour = new Mat(stored.rows(), stored.cols(), CV_8UC3);
        ByteBuffer from = stored.createBuffer();
        ByteBuffer to = colour.createBuffer();
        var pixels = stored.rows() * stored.cols();
        for (var pixel = 0; pixel < pixels; pixel++) {
            var alpha = from.get(4 * pixel + 3) & 0xFF;
            for (var channel = 0; channel < 3; channel++) {
                var value = from.get(4 * pixel + channel) & 0xFF;
                to.put(3 * pixel + channel, (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255));
            }
        }
        return colour;
    }
}
