package io.facematch.worker.face.alignment;

import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.facematch.worker.face.detection.Landmarks;
import io.facematch.worker.face.detection.Point;
import io.facematch.worker.face.image.FaceImage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** Crops a face so that its landmarks lie on a template. Parts outside of the photo are black. Any thread. */
public final class FaceAligner {
    /** Below this scale linear interpolation skips pixels, so the face is shrunk by averaging first. */
    private static final double LEAST_LINEAR_SCALE = 0.6;

    private final AlignmentTemplate template;

    public FaceAligner(AlignmentTemplate template) {
        this.template = template;
    }

    public AlignedFace align(FaceImage image, Landmarks landmarks) {
        var transform = SimilarityTransform.between(landmarks.points(), template.points());
        if (transform.scale() >= LEAST_LINEAR_SCALE) {
            return new AlignedFace(warp(image.pixels(), transform));
        }
        return shrunk(image, landmarks, transform.scale());
    }

    private AlignedFace shrunk(FaceImage image, Landmarks landmarks, double scale) {
        // Twice the crop's size around the nose holds the crop, however it is turned.
        var reach = template.size() / scale;
        var left = (int) Math.clamp(landmarks.nose().x() - reach, 0, image.width() - 1);
        var top = (int) Math.clamp(landmarks.nose().y() - reach, 0, image.height() - 1);
        var right = (int) Math.clamp(landmarks.nose().x() + reach, left + 1, image.width());
        var bottom = (int) Math.clamp(landmarks.nose().y() + reach, top + 1, image.height());
        var width = (int) Math.max(1, Math.round((right - left) * scale));
        var height = (int) Math.max(1, Math.round((bottom - top) * scale));
        try (var area = new Rect(left, top, right - left, bottom - top);
                var part = image.pixels().apply(area);
                var size = new Size(width, height);
                var small = new Mat()) {
            resize(part, small, size, 0, 0, INTER_AREA);
            var across = width / (double) (right - left);
            var down = height / (double) (bottom - top);
            var moved = landmarks.map(point -> new Point((point.x() - left) * across, (point.y() - top) * down));
            return new AlignedFace(warp(small, SimilarityTransform.between(moved.points(), template.points())));
        }
    }

    private Mat warp(Mat pixels, SimilarityTransform transform) {
        var crop = new Mat();
        try (var matrix = new Mat(2, 3, CV_64F);
                var size = new Size(template.size(), template.size())) {
            matrix.<java.nio.DoubleBuffer>createBuffer().put(new double[] {
                transform.a(), -transform.b(), transform.dx(), transform.b(), transform.a(), transform.dy()
            });
            warpAffine(pixels, crop, matrix, size);
        }
        return crop;
    }
}
