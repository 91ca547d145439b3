package io.facematch.worker.face.quality;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.facematch.worker.face.alignment.AlignedFace;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Light and sharpness inside a face, from forehead to chin of its aligned crop.
 *
 * @param mean grey value, 0 to 255
 * @param clipped share of pixels at the upper end of the scale
 * @param crispness the share of the variation between neighbours that a blur would take away, 0 to 1: much from a sharp
 *     face, little from one that is blurred already (after Crété et al., SPIE 6492, 2007). It is measured along four
 *     directions, and the least counts: a hand that shakes blurs along one only. Light and contrast cancel out
 */
record FaceTexture(double mean, double clipped, double crispness) {
    private static final double LEFT = 0.22;
    private static final double RIGHT = 0.78;
    private static final double TOP = 0.3;
    private static final double BOTTOM = 0.92;
    private static final int CLIPPED = 250;

    /** Pixels that the blur takes in on each side; diagonal neighbours are further apart. */
    private static final int REACH = 4;

    private static final int DIAGONAL_REACH = 3;

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
        var sum = 0L;
        var clipped = 0;
        var count = 0;
        for (var y = (int) (TOP * size); y < (int) (BOTTOM * size); y++) {
            for (var x = (int) (LEFT * size); x < (int) (RIGHT * size); x++) {
                var value = grey[y * size + x] & 0xFF;
                sum += value;
                clipped += value >= CLIPPED ? 1 : 0;
                count++;
            }
        }
        return new FaceTexture(sum / (double) count, clipped / (double) count, crispness(grey, size));
    }

    private static double crispness(byte[] grey, int size) {
        var straight = Math.min(crispness(grey, size, 1, REACH), crispness(grey, size, size, REACH));
        var diagonal = Math.min(
                crispness(grey, size, size + 1, DIAGONAL_REACH), crispness(grey, size, size - 1, DIAGONAL_REACH));
        return Math.min(straight, diagonal);
    }

    /** @param step from a pixel to the next one in the direction */
    private static double crispness(byte[] grey, int size, int step, int reach) {
        var variation = 0.0;
        var lost = 0.0;
        for (var y = (int) (TOP * size); y < (int) (BOTTOM * size); y++) {
            for (var x = (int) (LEFT * size); x < (int) (RIGHT * size); x++) {
                var at = y * size + x;
                if (isInsidePhoto(grey, at, size)) {
                    var difference = difference(grey, at, at - step);
                    // Of the means around two neighbours all but the outermost pixels cancel.
                    var blurred = difference(grey, at + reach * step, at - (reach + 1) * step) / (2.0 * reach + 1);
                    variation += difference;
                    lost += Math.max(0, difference - blurred);
                }
            }
        }
        return variation == 0 ? 0 : lost / variation;
    }

    private static int difference(byte[] grey, int one, int other) {
        return Math.abs((grey[one] & 0xFF) - (grey[other] & 0xFF));
    }

    /** What lies outside of the photo is black; the photo's edge is no detail of the face. */
    private static boolean isInsidePhoto(byte[] grey, int at, int size) {
        var reach = REACH + 1;
        return grey[at] != 0
                && grey[at - reach] != 0
                && grey[at + reach] != 0
                && grey[at - reach * size] != 0
                && grey[at + reach * size] != 0;
    }
}
