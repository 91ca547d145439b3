package io.facematch.face.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A decoded photo, upright, 8-bit BGR. Owns native memory: its receiver closes it. Coordinates are pixels of this
 * image, origin top left.
 */
public final class FaceImage implements AutoCloseable {
    private final Mat pixels;
    private final double photoScale;
    private final int photoWidth;
    private final int photoHeight;
    private final int orientation;

    private FaceImage(Mat pixels, double photoScale, int photoWidth, int photoHeight, int orientation) {
        this.pixels = pixels;
        this.photoScale = photoScale;
        this.photoWidth = photoWidth;
        this.photoHeight = photoHeight;
        this.orientation = orientation;
    }

    /**
     * An image of what a file holds, turned upright.
     *
     * @param stored as in the file, but for its size; closed, or part of the image
     * @param width of the photo as stored, at its full size
     * @param height of the photo as stored, at its full size
     * @param orientation EXIF orientation, 1 to 8
     */
    public static FaceImage of(Mat stored, int width, int height, int orientation, double photoScale) {
        var upright = Orientation.upright(stored, orientation);
        var turned = Orientation.isTurned(orientation);
        return new FaceImage(upright, photoScale, turned ? height : width, turned ? width : height, orientation);
    }

    /** A black image. */
    public static FaceImage black(int width, int height) {
        NativeImaging.prepare();
        try (var black = new Scalar(0)) {
            return new FaceImage(new Mat(height, width, CV_8UC3, black), 1, width, height, 1);
        }
    }

    /** The pixels, CV_8UC3; valid until this image is closed. */
    public Mat pixels() {
        return pixels;
    }

    public int width() {
        return pixels.cols();
    }

    public int height() {
        return pixels.rows();
    }

    public int longerSide() {
        return Math.max(width(), height());
    }

    /** Pixels of the photo per pixel of this image: 1, or 2 or 4 when a large photo was decoded at reduced size. */
    public double photoScale() {
        return photoScale;
    }

    /** Of the upright photo at full size. */
    public int photoWidth() {
        return photoWidth;
    }

    /** Of the upright photo at full size. */
    public int photoHeight() {
        return photoHeight;
    }

    /** As which the photo was stored, 1 to 8 as in EXIF; this image is upright. */
    public int orientation() {
        return orientation;
    }

    @Override
    public void close() {
        pixels.close();
    }

    @Override
    public String toString() {
        return "FaceImage[" + width() + "x" + height() + "]";
    }
}
