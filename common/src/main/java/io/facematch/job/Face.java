package io.facematch.job;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What is kept of the usable face of one image: numbers only. Coordinates are pixels of the upright photo at full size,
 * origin top left; a box may reach beyond the photo.
 *
 * @param width of the photo
 * @param height of the photo
 * @param landmarks right eye, left eye, nose, right and left mouth corner; right and left are the person's own
 * @param confidence the detector's, in [0, 1]
 * @param found how many faces the image shows
 * @param rotation degrees clockwise that made the face upright: 0, 90, 180 or 270
 * @param padding border that was added to find the face, as a share of the longer side; 0 when none
 */
public record Face(
        int width,
        int height,
        Box box,
        List<Point> landmarks,
        double confidence,
        int found,
        int rotation,
        double padding,
        Quality quality) {
    private static final int LANDMARKS = 5;

    public record Point(double x, double y) {
        public Point {
            requireFinite(x, y);
        }
    }

    public record Box(double x, double y, double width, double height) {
        public Box {
            requireFinite(x, y, width, height);
        }
    }

    /** Each in [0, 1]. */
    public record Quality(double overall, double size, double sharpness, double exposure, double pose) {
        public Quality {
            requireShares(overall, size, sharpness, exposure, pose);
        }
    }

    // The database would refuse the row, and with it the whole batch. NaN fails every comparison.
    public Face {
        landmarks = List.copyOf(landmarks);
        if (landmarks.size() != LANDMARKS) {
            throw new IllegalArgumentException("a face has " + LANDMARKS + " landmarks");
        }
        requireShares(confidence);
        requireFinite(padding);
    }

    /** As it is stored, and shown: pixels to a tenth, shares to four decimals. */
    String json() {
        return FaceJson.of(this);
    }

    private static void requireShares(double... values) {
        if (!DoubleStream.of(values).allMatch(value -> value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a quality or confidence is in [0, 1]");
        }
    }

    private static void requireFinite(double... values) {
        if (!DoubleStream.of(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a place in a photo is finite");
        }
    }
}
