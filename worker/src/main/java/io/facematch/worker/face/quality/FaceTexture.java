package io.facematch.worker.face.quality;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.facematch.worker.face.alignment.AlignedFace;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Light and detail inside a face, from forehead to chin of its aligned crop.
 *
 * @param mean grey value, 0 to 255
 * @param clipped share of pixels at the upper end of the scale
 * @param detail variance of the Laplacian over the variance of the grey values: fine against coarse structure, so that
 *     it depends on the focus and little on light and contrast
 */
record FaceTexture(double mean, double clipped, double detail) {
    private static final double LEFT = 0.22;
    private static final double RIGHT = 0.78;
    private static final double TOP = 0.3;
    private static final double BOTTOM = 0.92;
    private static final int CLIPPED = 250;
    private static final int EDGE = 3;

    /** Keeps the noise of a nearly black face from counting as detail. */
    private static final double LEAST_VARIANCE = 25;

    static FaceTexture of(AlignedFace face) {
        var size = face.size();
        try (var grey = new Mat()) {
            cvtColor(face.pixels(), grey, COLOR_BGR2GRAY);
            var bytes = new byte[size * size];
            ByteBuffer buffer = grey.createBuffer();
            buffer.get(bytes);
            return of(bytes, size);
        }
    }

    static FaceTexture of(byte[] grey, int size) {
        double sum = 0;
        var clipped = 0;
        var count = 0;
        var inside = new Statistics();
        var laplacian = new Statistics();
        for (var y = (int) (TOP * size); y < (int) (BOTTOM * size); y++) {
            for (var x = (int) (LEFT * size); x < (int) (RIGHT * size); x++) {
                var at = y * size + x;
                var value = grey[at] & 0xFF;
                var left = grey[at - 1] & 0xFF;
                var right = grey[at + 1] & 0xFF;
                var above = grey[at - size] & 0xFF;
                var below = grey[at + size] & 0xFF;
                sum += value;
                clipped += value >= CLIPPED ? 1 : 0;
                count++;
                if (isInsidePhoto(grey, at, size)) {
                    inside.add(value);
                    laplacian.add(left + right + above + below - 4 * value);
                }
            }
        }
        var detail = laplacian.variance() / Math.max(inside.variance(), LEAST_VARIANCE);
        return new FaceTexture(sum / count, clipped / (double) count, detail);
    }

    /** What lies outside of the photo is black; the photo's edge, smeared by scaling, is no detail of the face. */
    private static boolean isInsidePhoto(byte[] grey, int at, int size) {
        return grey[at] != 0
                && grey[at - EDGE] != 0
                && grey[at + EDGE] != 0
                && grey[at - EDGE * size] != 0
                && grey[at + EDGE * size] != 0;
    }

    private static final class Statistics {
        private long count;
        private long sum;
        private long squares;

        void add(int value) {
            count++;
            sum += value;
            squares += (long) value * value;
        }

        double variance() {
            if (count == 0) {
                return 0;
            }
            var mean = sum / (double) count;
            return squares / (double) count - mean * mean;
        }
    }
}
