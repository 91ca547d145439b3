package io.facematch.face.image;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.facematch.face.geometry.Point;
import io.facematch.face.geometry.SimilarityTransform;
import java.nio.DoubleBuffer;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** Draws a part of an image enlarged, shrunk and turned on a square. What lies outside of the image is black. */
public final class Excerpt {
    private Excerpt() {}

    /**
     * A new square image.
     *
     * @param transform from pixels of the image to pixels of the square
     * @param side of the square in pixels
     */
    public static Mat draw(FaceImage image, SimilarityTransform transform, int side) {
        var pixels = image.pixels();
        var factor = Shrinking.factor(transform.scale());
        if (factor == 1) {
            return warp(pixels, transform, side);
        }
        try (var area = area(pixels, transform, side, factor);
                var part = pixels.apply(area);
                var small = Shrinking.shrink(part, factor)) {
            return warp(small, transform.from(area.x(), area.y(), factor), side);
        }
    }

    /** The part of the image that the square shows, with one more block on each side. */
    private static Rect area(Mat pixels, SimilarityTransform transform, int side, int factor) {
        var corners = Stream.of(new Point(0, 0), new Point(side, 0), new Point(0, side), new Point(side, side))
                .map(transform::unapply)
                .toList();
        var across = corners.stream().mapToDouble(Point::x).summaryStatistics();
        var down = corners.stream().mapToDouble(Point::y).summaryStatistics();
        var left = (int) Math.clamp(across.getMin() - factor, 0, pixels.cols() - 1);
        var top = (int) Math.clamp(down.getMin() - factor, 0, pixels.rows() - 1);
        var right = (int) Math.clamp(across.getMax() + 2 * factor, left + 1, pixels.cols());
        var bottom = (int) Math.clamp(down.getMax() + 2 * factor, top + 1, pixels.rows());
        return new Rect(left, top, right - left, bottom - top);
    }

    private static Mat warp(Mat pixels, SimilarityTransform transform, int side) {
        var drawn = new Mat();
        try (var matrix = new Mat(2, 3, CV_64F);
                var size = new Size(side, side)) {
            matrix.<DoubleBuffer>createBuffer().put(new double[] {
                transform.a(), -transform.b(), transform.dx(), transform.b(), transform.a(), transform.dy()
            });
            warpAffine(pixels, drawn, matrix, size);
        }
        return drawn;
    }
}
