package io.facematch.face.geometry;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Five points of a face in pixels of the image. Right and left are the person's own: in an unmirrored upright photo the
 * right eye is on the image's left.
 */
public record Landmarks(Point rightEye, Point leftEye, Point nose, Point rightMouthCorner, Point leftMouthCorner) {
    /** In the order of all alignment templates. */
    public List<Point> points() {
        return List.of(rightEye, leftEye, nose, rightMouthCorner, leftMouthCorner);
    }

    public double interEyeDistance() {
        return rightEye.distanceTo(leftEye);
    }

    /**
     * How far the face is tilted to its left shoulder, that is clockwise in the image: degrees, above -180 and at most 180,
     * 0 upright. The eyes, the mouth and the line between them count alike.
     */
    public double roll() {
        var eyes = Point.between(rightEye, leftEye);
        var mouth = Point.between(rightMouthCorner, leftMouthCorner);
        var across = leftEye.x() - rightEye.x() + leftMouthCorner.x() - rightMouthCorner.x() + mouth.y() - eyes.y();
        var down = leftEye.y() - rightEye.y() + leftMouthCorner.y() - rightMouthCorner.y() + eyes.x() - mouth.x();
        return Math.toDegrees(Math.atan2(down, across));
    }

    public double meanSquareDistanceTo(Landmarks other) {
        var squares = 0.0;
        for (var at = 0; at < points().size(); at++) {
            var distance = points().get(at).distanceTo(other.points().get(at));
            squares += distance * distance;
        }
        return squares / points().size();
    }

    /** @param share of the way: 0 stays here, 1 is the other */
    public Landmarks towards(Landmarks other, double share) {
        return new Landmarks(
                rightEye.towards(other.rightEye, share),
                leftEye.towards(other.leftEye, share),
                nose.towards(other.nose, share),
                rightMouthCorner.towards(other.rightMouthCorner, share),
                leftMouthCorner.towards(other.leftMouthCorner, share));
    }

    public Landmarks map(UnaryOperator<Point> mapping) {
        return new Landmarks(
                mapping.apply(rightEye),
                mapping.apply(leftEye),
                mapping.apply(nose),
                mapping.apply(rightMouthCorner),
                mapping.apply(leftMouthCorner));
    }
}
