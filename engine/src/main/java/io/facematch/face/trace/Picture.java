package io.facematch.face.trace;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** An encoded picture of a face or of a place where one was looked for. */
public record Picture(byte[] bytes, Format format) {
    private static final int JPEG_QUALITY = 85;

    /** Of a picture. */
    public enum Format {
        JPEG(".jpg", "image/jpeg"),
        PNG(".png", "image/png");

        private final String suffix;
        private final String mediaType;

        Format(String suffix, String mediaType) {
            this.suffix = suffix;
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }

        /** OpenCV complains aloud of options that are another format's. */
        private int[] options() {
            return switch (this) {
                case JPEG -> new int[] {IMWRITE_JPEG_QUALITY, JPEG_QUALITY};
                case PNG -> new int[0];
            };
        }
    }

    /** The very pixels. */
    static Picture exact(Mat pixels) {
        return encoded(pixels, Format.PNG);
    }

    /** About the same, made smaller until no side is longer than this. */
    static Picture small(Mat pixels, int longestSide) {
        var scale = longestSide / (double) Math.max(pixels.cols(), pixels.rows());
        if (scale >= 1) {
            return encoded(pixels, Format.JPEG);
        }
        try (var shrunk = new Mat();
                var size = new Size(shrunk(pixels.cols(), scale), shrunk(pixels.rows(), scale))) {
            resize(pixels, shrunk, size, 0, 0, INTER_AREA);
            return encoded(shrunk, Format.JPEG);
        }
    }

    private static int shrunk(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }

    private static Picture encoded(Mat pixels, Format format) {
        try (var encoded = new BytePointer();
                var options = new IntPointer(format.options())) {
            if (!imencode(format.suffix, pixels, encoded, options)) {
                throw new IllegalStateException("OpenCV can't write " + format);
            }
            var bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return new Picture(bytes, format);
        }
    }

    @Override
    public String toString() {
        return "Picture[" + format + ", " + bytes.length + " bytes]";
    }
}
