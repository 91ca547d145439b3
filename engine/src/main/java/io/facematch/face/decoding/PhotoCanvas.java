package io.facematch.face.decoding;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.facematch.face.image.Shrinking;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * The image that the rows of a photo are written to as they are decoded. It starts black, so it shows no older pixels.
 */
final class PhotoCanvas implements AutoCloseable {
    private final Mat pixels;
    private final ByteBuffer bytes;

    PhotoCanvas(int width, int height) {
        try (var black = new Scalar(0)) {
            this.pixels = new Mat(height, width, CV_8UC3, black);
        }
        this.bytes = pixels.createBuffer();
    }

    /**
     * Puts blue, green and red of so many pixels to the right of this one.
     *
     * @param step from one of these pixels to the next
     */
    void put(int x, int y, int step, byte[] bgr, int count) {
        var at = 3 * (y * pixels.cols() + x);
        if (step == 1) {
            bytes.put(at, bgr, 0, 3 * count);
            return;
        }
        for (var i = 0; i < count; i++) {
            bytes.put(at + 3 * step * i, bgr, 3 * i, 3);
        }
    }

    /** A new image with all that was put. */
    Mat reduced(int reduction) {
        return reduction == 1 ? new Mat(pixels) : Shrinking.shrink(pixels, reduction);
    }

    @Override
    public void close() {
        pixels.close();
    }
}
