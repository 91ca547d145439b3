package io.facematch.face.detector;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import io.facematch.face.geometry.SimilarityTransform;
import io.facematch.face.tuning.Tuning;
import java.util.List;
import java.util.function.UnaryOperator;

/** One face of an image, in its pixels, and how the detector saw it. */
public record DetectedFace(BoundingBox box, Landmarks landmarks, Sighting sighting) {
    /** As one cell sees it, in pixels of the canvas. */
    DetectedFace(BoundingBox box, Landmarks landmarks, double confidence) {
        this(box, landmarks, new Sighting(confidence, 0, landmarks.roll(), box.longerSide(), 0, 0));
    }

    /** How sure the detector is that this is a face, in [0, 1]. */
    public double confidence() {
        return sighting.confidence();
    }

    /** How sure the detector is that this is a face and that it stood upright on its canvas; at most 1. */
    public double certainty() {
        return sighting.certainty();
    }

    /** After quarter turns, a shift or a change of scale. */
    public DetectedFace map(UnaryOperator<Point> mapping) {
        return new DetectedFace(box.map(mapping), landmarks.map(mapping), sighting);
    }

    /** In the image that was transformed for this look. */
    DetectedFace before(SimilarityTransform transform) {
        return new DetectedFace(box.before(transform), landmarks.map(transform::unapply), sighting);
    }

    /** Whether the two are views of the same face. */
    public boolean overlaps(DetectedFace other) {
        return box.overlap(other.box) > Tuning.SAME_VIEW
                || box.intersection(other.box) > Tuning.INSIDE * Math.min(box.area(), other.box.area());
    }

    /**
     * Whether it is so tilted, and so uncertain, that its landmarks may be those of another side; not when a certain face
     * of the photo lies in the same way.
     */
    public boolean liesInDoubt(List<DetectedFace> all) {
        return rollFrom(0) > Tuning.ROLLED
                && all.stream()
                        .filter(other -> other.certainty() >= Tuning.LEVELLED)
                        .noneMatch(other -> rollFrom(other.sighting().roll()) <= Tuning.ROLLED);
    }

    /** Degrees between its roll and another one, 0 to 180. */
    private double rollFrom(double roll) {
        return Math.abs(Math.IEEEremainder(sighting.roll() - roll, 360));
    }

    DetectedFace seen(double turn, double border) {
        return new DetectedFace(box, landmarks, sighting.in(turn, border));
    }

    /** The same face, found thanks to a border that is not there in this look. */
    public DetectedFace foundWith(double border) {
        return seen(sighting.turn(), border);
    }

    /** Whether the five points lie as eyes, nose and mouth can, so that the face can be aligned by them. */
    public boolean hasUsableLandmarks() {
        var eyes = Point.between(landmarks.rightEye(), landmarks.leftEye());
        var mouth = Point.between(landmarks.rightMouthCorner(), landmarks.leftMouthCorner());
        var size = Math.sqrt(box.area());
        return landmarks.points().stream().allMatch(point -> box.holds(point, Tuning.LANDMARK_MARGIN))
                && landmarks.interEyeDistance() >= Tuning.LEAST_EYE_DISTANCE * size
                && eyes.distanceTo(mouth) >= Tuning.LEAST_EYE_DISTANCE * size;
    }
}
