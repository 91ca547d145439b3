package io.facematch.face.detector;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.function.UnaryOperator;

/**
 * One face of an image.
 *
 * @param confidence the detector's, in [0, 1]: how sure it is that this is a face
 * @param spread how far the detector's cells are apart about the landmarks, in eye distances; 0 when one cell speaks
 */
public record DetectedFace(BoundingBox box, Landmarks landmarks, double confidence, double spread) {
    /** Landmarks this much of the box outside of it belong to no face. */
    private static final double MARGIN = 0.25;

    /** On a full profile the eyes fall together; closer than this share of the box they can't position a face. */
    private static final double LEAST_EYE_DISTANCE = 0.08;

    /** What its disagreement takes from the detector's confidence: upside down it still sees a face, but nowhere clear eyes. */
    private static final double WEIGHT_OF_SPREAD = 0.4;

    /** One cell's view. */
    DetectedFace(BoundingBox box, Landmarks landmarks, double confidence) {
        this(box, landmarks, confidence, 0);
    }

    /** How sure the detector is that this is a face and that it stands upright on its canvas; at most 1. */
    public double certainty() {
        return confidence - WEIGHT_OF_SPREAD * spread;
    }

    public DetectedFace map(UnaryOperator<Point> mapping) {
        return new DetectedFace(box.map(mapping), landmarks.map(mapping), confidence, spread);
    }

    /** Whether the five points lie as eyes, nose and mouth can, so that the face can be aligned by them. */
    public boolean hasUsableLandmarks() {
        var eyes = Point.between(landmarks.rightEye(), landmarks.leftEye());
        var mouth = Point.between(landmarks.rightMouthCorner(), landmarks.leftMouthCorner());
        var size = Math.sqrt(box.area());
        return landmarks.points().stream().allMatch(point -> box.holds(point, MARGIN))
                && landmarks.interEyeDistance() >= LEAST_EYE_DISTANCE * size
                && eyes.distanceTo(mouth) >= LEAST_EYE_DISTANCE * size;
    }
}
