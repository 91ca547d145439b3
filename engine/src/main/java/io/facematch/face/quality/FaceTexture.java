package io.facematch.face.quality;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.facematch.face.alignment.AlignedFace;
import io.facematch.face.tuning.Tuning;
import io.facematch.face.tuning.Tuning.Direction;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Light and sharpness inside a face, from forehead to chin of its aligned crop.
 *
 * @param mean grey value, 0 to 255
 * @param clipped share of pixels at the upper end of the scale
 * @param sharpness how much of the energy of the differences between neighbours a blur would take away, 0 to 1: much
 *     from a sharp face, little from one that is blurred already (after Crété et al., SPIE 6492, 2007, but with squares
 *     instead of absolute values, so that a few sharp edges outweigh many smooth slopes). It is measured along eight
 *     directions, and the least counts: a shaking hand blurs along one direction only. It does not depend on light and
 *     contrast
 */
record FaceTexture(double mean, double clipped, double sharpness) {
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
        for (var y = (int) (Tuning.FACE_TOP * size); y < (int) (Tuning.FACE_BOTTOM * size); y++) {
            for (var x = (int) (Tuning.FACE_LEFT * size); x < (int) (Tuning.FACE_RIGHT * size); x++) {
                var value = grey[y * size + x] & 0xFF;
                sum += value;
                clipped += value >= Tuning.CLIPPED ? 1 : 0;
                count++;
            }
        }
        return new FaceTexture(sum / (double) count, clipped / (double) count, sharpness(grey, size));
    }

    private static double sharpness(byte[] grey, int size) {
        return Tuning.SHARPNESS_DIRECTIONS.stream()
                .mapToDouble(direction -> sharpness(grey, size, direction))
                .min()
                .orElseThrow();
    }

    private static double sharpness(byte[] grey, int size, Direction direction) {
        var step = direction.y() * size + direction.x();
        var reach = direction.reach();
        var window = 2 * reach + 1;
        var energy = 0.0;
        var lost = 0.0;
        for (var y = (int) (Tuning.FACE_TOP * size); y < (int) (Tuning.FACE_BOTTOM * size); y++) {
            for (var x = (int) (Tuning.FACE_LEFT * size); x < (int) (Tuning.FACE_RIGHT * size); x++) {
                var at = y * size + x;
                var ahead = at + reach * step;
                var behind = at - (reach + 1) * step;
                // The crop is black outside of the photo, and the photo's edge is no detail of the face. If both points
                // are inside, all pixels between them are.
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
}
