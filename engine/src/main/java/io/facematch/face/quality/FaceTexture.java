package io.facematch.face.quality;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.facematch.face.alignment.AlignedFace;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Light and sharpness inside a face, from forehead to chin of its aligned crop.
 *
 * @param mean grey value, 0 to 255
 * @param clipped share of pixels at the upper end of the scale
 * @param crispness how much of the energy of the differences between neighbours a blur would take away, 0 to 1: much from
 *     a sharp face, little from one that is blurred already (after Crété et al., SPIE 6492, 2007, with squares for
 *     absolute values, so that a few sharp edges outweigh many smooth slopes). It is measured along eight directions, and
 *     the least counts: a hand that shakes blurs along one only. Light and contrast cancel out
 */
record FaceTexture(double mean, double clipped, double crispness) {
    private static final double LEFT = 0.22;
    private static final double RIGHT = 0.78;
    private static final double TOP = 0.3;
    private static final double BOTTOM = 0.92;
    private static final int CLIPPED = 250;

    /** All blur over 11 to 13 pixels. */
    private static final List<Direction> DIRECTIONS = List.of(
            new Direction(1, 0, 5),
            new Direction(0, 1, 5),
            new Direction(1, 1, 4),
            new Direction(-1, 1, 4),
            new Direction(2, 1, 2),
            new Direction(2, -1, 2),
            new Direction(1, 2, 2),
            new Direction(1, -2, 2));

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
        return DIRECTIONS.stream()
                .mapToDouble(direction -> crispness(grey, size, direction))
                .min()
                .orElseThrow();
    }

    private static double crispness(byte[] grey, int size, Direction direction) {
        var step = direction.y() * size + direction.x();
        var reach = direction.reach();
        var window = 2 * reach + 1;
        var energy = 0.0;
        var lost = 0.0;
        for (var y = (int) (TOP * size); y < (int) (BOTTOM * size); y++) {
            for (var x = (int) (LEFT * size); x < (int) (RIGHT * size); x++) {
                var at = y * size + x;
                var ahead = at + reach * step;
                var behind = at - (reach + 1) * step;
                // Outside of the photo all is black, and its edge is no detail. Between two points inside is no
                // outside.
                if (grey[ahead] != 0 && grey[behind] != 0) {
                    var difference = squaredDifference(grey, at, at - step);
                    // Of the means around two neighbours all but the outermost pixels cancel.
                    var blurred = squaredDifference(grey, ahead, behind) / (double) (window * window);
                    energy += difference;
                    lost += Math.max(0, difference - blurred);
                }
            }
        }
        return energy == 0 ? 0 : lost / energy;
    }

    private static int squaredDifference(byte[] grey, int one, int other) {
        var difference = (grey[one] & 0xFF) - (grey[other] & 0xFF);
        return difference * difference;
    }

    /**
     * From a pixel to its neighbour.
     *
     * @param reach how many such steps the blur takes in on each side
     */
    private record Direction(int x, int y, int reach) {}
}
