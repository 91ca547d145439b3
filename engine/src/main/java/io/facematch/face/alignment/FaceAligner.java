package io.facematch.face.alignment;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import io.facematch.face.image.FaceImage;
import io.facematch.face.image.Shrinking;
import io.facematch.face.tuning.Tuning;
import java.nio.DoubleBuffer;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** Crops a face so that its landmarks lie on a template. Parts outside of the photo are black. Any thread. */
public final class FaceAligner {
    private final AlignmentTemplate template;
    private final AlignmentTemplate drawn;

    public FaceAligner(AlignmentTemplate template) {
        this.template = template;
        this.drawn = template.enlarged(Tuning.OVERSAMPLING);
    }

    public AlignmentTemplate template() {
        return template;
    }

    public AlignedFace align(FaceImage image, Landmarks landmarks) {
        try (var large = draw(image.pixels(), SimilarityTransform.between(landmarks.points(), drawn.points()))) {
            return new AlignedFace(Shrinking.shrink(large, Tuning.OVERSAMPLING));
        }
    }

    private Mat draw(Mat pixels, SimilarityTransform transform) {
        var factor = Shrinking.factor(transform.scale());
        if (factor == 1) {
            return warp(pixels, transform);
        }
        try (var area = area(pixels, transform, factor);
                var part = pixels.apply(area);
                var small = Shrinking.shrink(part, factor)) {
            return warp(small, transform.from(area.x(), area.y(), factor));
        }
    }

    /** The part of the image that the crop shows, with one more block on each side. */
    private Rect area(Mat pixels, SimilarityTransform transform, int factor) {
        var size = drawn.size();
        var corners = Stream.of(new Point(0, 0), new Point(size, 0), new Point(0, size), new Point(size, size))
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

    private Mat warp(Mat pixels, SimilarityTransform transform) {
        var crop = new Mat();
        try (var matrix = new Mat(2, 3, CV_64F);
                var size = new Size(drawn.size(), drawn.size())) {
            matrix.<DoubleBuffer>createBuffer().put(new double[] {
                transform.a(), -transform.b(), transform.dx(), transform.b(), transform.a(), transform.dy()
            });
            warpAffine(pixels, crop, matrix, size);
        }
        return crop;
    }
}
