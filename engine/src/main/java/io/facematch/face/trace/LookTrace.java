package io.facematch.face.trace;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.detector.Look;
import io.facematch.face.geometry.Point;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One look of the detector.
 *
 * @param turn degrees clockwise by which the image was turned for it, above -180 and at most 180
 * @param border black border around the image on each side, as a share of its longer side; 0 when there is none
 * @param centre of what the canvas shows, in pixels of the decoded image
 * @param width of the canvas
 * @param height of the canvas
 * @param shown in pixels of the canvas
 * @param canvas what the network saw, made smaller
 */
public record LookTrace(
        Kind kind, double turn, double border, Point centre, int width, int height, Look shown, Picture canvas) {

    /** What a look is for. */
    public enum Kind {
        /** The whole image, at the size at which the detector sees most faces. */
        WHOLE,
        /** The whole image on a larger canvas. */
        LARGER,
        /** The whole image within a black border. */
        BORDERED,
        /** The whole image, turned by something else than quarter turns. */
        ASKEW,
        /** A part of the image, for a detector that has but one size of canvas. */
        PART,
        /** A place where a face was seen, closely. */
        CLOSE,
        /** The same on the smallest canvas, only to tell which side is up or whether a face is there at all. */
        QUICK
    }

    /** The face that was surest to stand upright, or if there is none, the surest hint. */
    public Optional<DetectedFace> best() {
        return Stream.of(shown.faces(), shown.hints())
                .filter(some -> !some.isEmpty())
                .findFirst()
                .flatMap(some -> some.stream().max(Comparator.comparingDouble(DetectedFace::certainty)));
    }
}
