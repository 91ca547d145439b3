package io.facematch.api.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The face of one image, in JSON as it is stored. Coordinates are pixels of the upright photo, origin top left.
 *
 * @param width of the photo
 * @param height of the photo
 * @param landmarks x and y of right eye, left eye, nose, right and left mouth corner; right and left are the person's own
 * @param confidence the detector's, in [0, 1]
 * @param rotationApplied degrees clockwise that made the face upright
 * @param paddingApplied border that was added to find the face, as a share of the longer side
 */
public record FaceView(
        int width,
        int height,
        Box box,
        List<List<Double>> landmarks,
        double confidence,
        int facesFound,
        int rotationApplied,
        double paddingApplied,
        Quality quality) {
    private static final ObjectReader STORED = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .readerFor(FaceView.class);

    public record Box(double x, double y, double width, double height) {}

    /** Each in [0, 1]; overall is the weakest. */
    public record Quality(double overall, double size, double sharpness, double exposure, double pose) {}

    static @Nullable FaceView of(@Nullable String stored) {
        return stored == null ? null : STORED.readValue(stored);
    }
}
