package io.facematch.face.detector;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import io.facematch.face.tuning.Tuning;
import java.util.function.UnaryOperator;

/**
 * One face of an image.
 *
 * @param confidence the detector's, in [0, 1]: how sure it is that this is a face
 * @param spread how much the landmarks of the detector's cells differ, in eye distances; 0 when only one cell sees the
 *     face
 */
public record DetectedFace(BoundingBox box, Landmarks landmarks, double confidence, double spread) {
    /** As one cell sees it. */
    DetectedFace(BoundingBox box, Landmarks landmarks, double confidence) {
        this(box, landmarks, confidence, 0);
    }

    /** How sure the detector is that this is a face and that it stands upright on its canvas; at most 1. */
    public double certainty() {
        return confidence - Tuning.WEIGHT_OF_SPREAD * spread;
    }

    public DetectedFace map(UnaryOperator<Point> mapping) {
        return new DetectedFace(box.map(mapping), landmarks.map(mapping), confidence, spread);
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
