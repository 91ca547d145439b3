package io.facematch.face.detector;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.rotate;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.facematch.face.geometry.Point;
import io.facematch.face.image.FaceImage;
import io.facematch.face.image.Shrinking;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * An image that is scaled, turned and put on black for the detector. Also maps its pixels back to those of the image.
 * Owns native memory.
 */
final class Canvas implements AutoCloseable {
    private static final int MULTIPLE = 32;

    private final Mat pixels;
    private final double scale;
    private final int offset;
    private final int quarterTurns;
    private final int turnedWidth;
    private final int turnedHeight;

    private Canvas(Mat pixels, double scale, int offset, int quarterTurns, int turnedWidth, int turnedHeight) {
        this.pixels = pixels;
        this.scale = scale;
        this.offset = offset;
        this.quarterTurns = quarterTurns;
        this.turnedWidth = turnedWidth;
        this.turnedHeight = turnedHeight;
    }

    static Canvas of(FaceImage image, Framing framing, boolean square) {
        var size = framing.pass().size();
        var longer = image.longerSide();
        var scale = size / (longer * (1 + 2 * framing.border()));
        var turned = turned(image.pixels(), scale, framing.quarterTurns());
        var turnedWidth = turned.cols();
        var turnedHeight = turned.rows();
        var offset = (int) Math.round(longer * framing.border() * scale);
        var width = square ? size : roundedUp(turnedWidth + 2 * offset, size);
        var height = square ? size : roundedUp(turnedHeight + 2 * offset, size);
        return new Canvas(
                onBlack(turned, offset, width, height),
                scale,
                offset,
                framing.quarterTurns(),
                turnedWidth,
                turnedHeight);
    }

    Mat pixels() {
        return pixels;
    }

    /** From a point of the canvas to the same point of the image. */
    Point toImage(Point point) {
        var x = point.x() - offset;
        var y = point.y() - offset;
        var unturned = switch (quarterTurns) {
            case 0 -> new Point(x, y);
            case 1 -> new Point(y, turnedWidth - 1 - x);
            case 2 -> new Point(turnedWidth - 1 - x, turnedHeight - 1 - y);
            default -> new Point(turnedHeight - 1 - y, x);
        };
        return unturned.inEnlarged(1 / scale);
    }

    @Override
    public void close() {
        pixels.close();
    }

    /** Scaled before it is turned, since the scaled image is smaller. */
    private static Mat turned(Mat image, double scale, int quarterTurns) {
        var scaled = scaled(image, scale);
        if (quarterTurns == 0) {
            return scaled;
        }
        var turned = new Mat();
        rotate(
                scaled,
                turned,
                switch (quarterTurns) {
                    case 1 -> ROTATE_90_CLOCKWISE;
                    case 2 -> ROTATE_180;
                    default -> ROTATE_90_COUNTERCLOCKWISE;
                });
        scaled.close();
        return turned;
    }

    private static Mat scaled(Mat image, double scale) {
        var width = Math.max(1, (int) Math.round(image.cols() * scale));
        var height = Math.max(1, (int) Math.round(image.rows() * scale));
        var factor = Shrinking.factor(scale);
        if (factor == 1) {
            return resized(image, width, height);
        }
        try (var smaller = Shrinking.shrink(image, factor)) {
            return resized(smaller, width, height);
        }
    }

    private static Mat resized(Mat image, int width, int height) {
        var resized = new Mat();
        try (var size = new Size(width, height)) {
            resize(image, resized, size, 0, 0, INTER_LINEAR);
        }
        return resized;
    }

    private static Mat onBlack(Mat picture, int offset, int width, int height) {
        if (picture.cols() == width && picture.rows() == height) {
            return picture;
        }
        try (picture;
                var black = new Scalar(0);
                var area = new Rect(offset, offset, picture.cols(), picture.rows())) {
            var canvas = new Mat(height, width, CV_8UC3, black);
            try (var target = canvas.apply(area)) {
                picture.copyTo(target);
            }
            return canvas;
        }
    }

    private static int roundedUp(int length, int limit) {
        return Math.min(limit, Math.ceilDiv(length, MULTIPLE) * MULTIPLE);
    }
}
