package io.facematch.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.rotate;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.filter2D;
import static org.bytedeco.opencv.global.opencv_imgproc.getRotationMatrix2D;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.image.NativeImaging;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** Does to photos what phones, scanners and document systems do to them. Gives lossless files, to add nothing else. */
public final class Retouching {
    private Retouching() {}

    /** On its side or upside down, without a word about it in the file. */
    public static byte[] turned(byte[] photo, int clockwiseQuarters) {
        return retouched(photo, picture -> {
            var turned = new Mat();
            rotate(
                    picture,
                    turned,
                    switch (clockwiseQuarters) {
                        case 1 -> ROTATE_90_CLOCKWISE;
                        case 2 -> ROTATE_180;
                        case 3 -> ROTATE_90_COUNTERCLOCKWISE;
                        default -> throw new IllegalArgumentException("0 turns nothing");
                    });
            return turned;
        });
    }

    /** Askew on black, by any angle, the corners included. */
    public static byte[] rolled(byte[] photo, double clockwise) {
        return retouched(photo, picture -> {
            var radians = Math.toRadians(clockwise);
            var cos = Math.abs(Math.cos(radians));
            var sin = Math.abs(Math.sin(radians));
            var width = (int) Math.ceil(picture.cols() * cos + picture.rows() * sin);
            var height = (int) Math.ceil(picture.cols() * sin + picture.rows() * cos);
            var rolled = new Mat();
            var around = new Point2f((picture.cols() - 1) / 2f, (picture.rows() - 1) / 2f);
            var matrix = getRotationMatrix2D(around, -clockwise, 1);
            DoubleBuffer shift = matrix.createBuffer();
            shift.put(2, shift.get(2) + (width - picture.cols()) / 2.0);
            shift.put(5, shift.get(5) + (height - picture.rows()) / 2.0);
            warpAffine(picture, rolled, matrix, new Size(width, height));
            return rolled;
        });
    }

    /** Cut out around a face so that it fills this share of the frame, as far as the photo reaches; beyond 1 into the face. */
    public static byte[] cropped(byte[] photo, BoundingBox face, double fill) {
        return retouched(photo, picture -> cut(picture, face, face.width() / fill, face.height() / fill));
    }

    /** 102 x 126 pixels, the size of portraits in many document systems, with the face filling this share of the height. */
    public static byte[] thumbnail(byte[] photo, BoundingBox face, double fill) {
        return retouched(photo, picture -> {
            var height = face.height() / fill;
            return resized(cut(picture, face, height * 102 / 126, height), 102, 126, INTER_AREA);
        });
    }

    public static byte[] enlarged(byte[] photo, int factor) {
        return retouched(
                photo, picture -> resized(picture, picture.cols() * factor, picture.rows() * factor, INTER_CUBIC));
    }

    /** Out of focus. */
    public static byte[] blurred(byte[] photo, double sigma) {
        return retouched(photo, picture -> {
            var blurred = new Mat();
            GaussianBlur(picture, blurred, new Size(0, 0), sigma);
            return blurred;
        });
    }

    /** As by a camera that moved this many pixels while it took the photo. */
    public static byte[] shaken(byte[] photo, int length, double degrees) {
        return retouched(photo, picture -> {
            var shaken = new Mat();
            filter2D(picture, shaken, -1, path(length, Math.toRadians(degrees)));
            return shaken;
        });
    }

    private static Mat cut(Mat picture, BoundingBox face, double width, double height) {
        var left = (int) Math.round(Math.max(0, face.x() + (face.width() - width) / 2));
        var top = (int) Math.round(Math.max(0, face.y() + (face.height() - height) / 2));
        var right = (int) Math.round(Math.min(picture.cols(), face.x() + (face.width() + width) / 2));
        var bottom = (int) Math.round(Math.min(picture.rows(), face.y() + (face.height() + height) / 2));
        return picture.apply(new Rect(left, top, right - left, bottom - top));
    }

    private static Mat resized(Mat picture, int width, int height, int interpolation) {
        var resized = new Mat();
        resize(picture, resized, new Size(width, height), 0, 0, interpolation);
        return resized;
    }

    /** A straight line of this length through the middle of a square, all of it weighing 1. */
    private static Mat path(int length, double angle) {
        var size = length | 1;
        var weights = new float[size * size];
        var middle = size / 2;
        var dots = 20 * length;
        for (var dot = 0; dot < dots; dot++) {
            var along = (dot / (dots - 1.0) - 0.5) * (length - 1);
            var x = (int) Math.round(middle + along * Math.cos(angle));
            var y = (int) Math.round(middle - along * Math.sin(angle));
            weights[y * size + x] += 1f / dots;
        }
        var path = new Mat(size, size, CV_32F);
        path.<FloatBuffer>createBuffer().put(weights);
        return path;
    }

    private static byte[] retouched(byte[] photo, UnaryOperator<Mat> change) {
        NativeImaging.prepare();
        try (var scope = new PointerScope();
                var png = new BytePointer()) {
            var picture = imdecode(new Mat(1, photo.length, CV_8UC1, new BytePointer(photo)), IMREAD_COLOR);
            imencode(".png", change.apply(picture), png);
            var bytes = new byte[Math.toIntExact(png.limit())];
            png.get(bytes);
            return bytes;
        }
    }
}
