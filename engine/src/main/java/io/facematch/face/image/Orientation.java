package io.facematch.face.image;

import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.rotate;
import static org.bytedeco.opencv.global.opencv_core.transpose;

import org.bytedeco.opencv.opencv_core.Mat;

/** Undoes the eight EXIF orientations. */
public final class Orientation {
    private static final int AROUND_X = 0;
    private static final int AROUND_Y = 1;

    private static final int FIRST_TURNED = 5;

    private Orientation() {}

    /** Whether width and height change places. */
    public static boolean isTurned(int orientation) {
        return orientation >= FIRST_TURNED;
    }

    /** An upright image; the given one is closed unless it is returned. */
    public static Mat upright(Mat stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        var upright = new Mat();
        switch (orientation) {
            case 2 -> flip(stored, upright, AROUND_Y);
            case 3 -> rotate(stored, upright, ROTATE_180);
            case 4 -> flip(stored, upright, AROUND_X);
            case 5 -> transpose(stored, upright);
            case 6 -> rotate(stored, upright, ROTATE_90_CLOCKWISE);
            case 7 -> transverse(stored, upright);
            case 8 -> rotate(stored, upright, ROTATE_90_COUNTERCLOCKWISE);
            default -> throw new IllegalArgumentException("orientation " + orientation);
        }
        stored.close();
        return upright;
    }

    private static void transverse(Mat stored, Mat upright) {
        try (var transposed = new Mat()) {
            transpose(stored, transposed);
            rotate(transposed, upright, ROTATE_180);
        }
    }
}
