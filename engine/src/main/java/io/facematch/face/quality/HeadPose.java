package io.facematch.face.quality;

import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;

/**
 * How far a head is turned, estimated from five points. A tilt to the shoulder does no harm, alignment undoes it.
 *
 * @param turn of the head to the side: how far the nose is off the middle between the eyes, in eye distances; about 0 in
 *     a frontal view, beyond 1 in profile
 */
record HeadPose(double turn) {

    static HeadPose of(Landmarks landmarks) {
        var right = landmarks.rightEye();
        var left = landmarks.leftEye();
        var middle = Point.between(right, left);
        var distance = right.distanceTo(left);
        var along = ((landmarks.nose().x() - middle.x()) * (left.x() - right.x())
                        + (landmarks.nose().y() - middle.y()) * (left.y() - right.y()))
                / distance;
        return new HeadPose(Math.abs(along) / distance);
    }
}
