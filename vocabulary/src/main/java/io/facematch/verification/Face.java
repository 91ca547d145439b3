package io.facematch.verification;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the face of one image that can be compared: numbers only, the same in the database and in answers.
 * Coordinates are pixels of the upright photo at full size, to a tenth, origin top left; a box may reach beyond the
 * photo. Shares have four decimals.
 *
 * @param width of the photo
 * @param height of the photo
 * @param landmarks right eye, left eye, nose, right and left mouth corner; right and left are the person's own
 * @param confidence the detector's, in [0, 1]
 * @param found how many faces the image shows
 * @param rotation degrees clockwise that made the face upright: 0, 90, 180 or 270
 * @param padding border that was added to find the face, as a share of the longer side; 0 when none
 * @param otherRefused {@link Reason#code} that tells why a larger or more central face of the image was not compared; null when there is none
 */
public record Face(
        int width,
        int height,
        Box box,
        List<Point> landmarks,
        double confidence,
        @JsonProperty("faces_found") int found,
        @JsonProperty("rotation_applied") int rotation,
        @JsonProperty("padding_applied") double padding,
        Quality quality,

        @JsonProperty("other_face_refused") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String otherRefused) {
    private static final int LANDMARKS = 5;
    private static final double PER_PIXEL = 10;
    private static final double PER_WHOLE = 1e4;

    /** In JSON an array of two numbers. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"x", "y"})
    public record Point(double x, double y) {
        public Point {
            x = pixels(x);
            y = pixels(y);
        }
    }

    public record Box(double x, double y, double width, double height) {
        public Box {
            x = pixels(x);
            y = pixels(y);
            width = pixels(width);
            height = pixels(height);
        }
    }

    /** Each in [0, 1]; overall is the weakest. */
    public record Quality(double overall, double size, double sharpness, double exposure, double pose) {
        public Quality {
            overall = share(overall);
            size = share(size);
            sharpness = share(sharpness);
            exposure = share(exposure);
            pose = share(pose);
        }
    }

    // Checked here, since the database would refuse the whole batch for one wrong row.
    public Face {
        landmarks = List.copyOf(landmarks);
        if (landmarks.size() != LANDMARKS) {
            throw new IllegalArgumentException("a face has " + LANDMARKS + " landmarks");
        }
        confidence = share(confidence);
        padding = rounded(padding, PER_WHOLE);
    }

    private static double pixels(double value) {
        return rounded(value, PER_PIXEL);
    }

    private static double share(double value) {
        // NaN fails every comparison.
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a quality or confidence is in [0, 1]");
        }
        return rounded(value, PER_WHOLE);
    }

    private static double rounded(double value, double steps) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a place in a photo is finite");
        }
        return Math.round(value * steps) / steps;
    }
}
