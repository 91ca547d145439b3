package io.facematch.face.image;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Shrinks by averaging whole blocks of pixels. Linear interpolation, which does the rest, would skip pixels below half
 * size, and averaging by a fraction is several times slower.
 */
public final class Shrinking {
    private Shrinking() {}

    /** The block size that leaves linear interpolation a scale between a half and one; 1 when it needs no help. */
    public static int factor(double scale) {
        return Math.max(1, (int) (1 / scale));
    }

    /** A new image, or the given one at reduction 1; the given one is closed unless it is returned. */
    public static Mat reduce(Mat pixels, int reduction) {
        if (reduction == 1) {
            return pixels;
        }
        try (pixels) {
            return shrink(pixels, reduction);
        }
    }

    /** A new image; up to {@code factor - 1} columns at the right and rows at the bottom are left out. */
    public static Mat shrink(Mat pixels, int factor) {
        var columns = Math.max(1, pixels.cols() / factor);
        var rows = Math.max(1, pixels.rows() / factor);
        var small = new Mat();
        try (var area = new Rect(
                        0, 0, Math.min(pixels.cols(), columns * factor), Math.min(pixels.rows(), rows * factor));
                var whole = pixels.apply(area);
                var size = new Size(columns, rows)) {
            resize(whole, small, size, 0, 0, INTER_AREA);
        }
        return small;
    }
}
