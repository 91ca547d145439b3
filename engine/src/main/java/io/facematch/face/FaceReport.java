package io.facematch.face;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import io.facematch.face.image.FaceImage;
import io.facematch.face.quality.Quality;
import io.facematch.verification.Face;
import io.facematch.verification.Reason;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The face of one side that can be compared. Coordinates are pixels of the photo at its full size, upright after EXIF,
 * origin top left.
 *
 * @param width of the photo
 * @param height of the photo
 * @param confidence the detector's, in [0, 1]
 * @param facesFound on this side, at most the allowed number
 * @param rotation degrees, clockwise, by which the photo had to be turned for the face to stand most upright: 0, 90,
 *     180, 270
 * @param padding black border that had to be added to find the face, as a share of the longer side; 0 when none
 * @param otherRefused why a larger or more central face of the photo is not compared; null when there is none
 */
public record FaceReport(
        int width,
        int height,
        BoundingBox box,
        Landmarks landmarks,
        double confidence,
        int facesFound,
        int rotation,
        double padding,
        Quality quality,
        @Nullable Reason otherRefused) {

    static FaceReport of(
            DetectedFace face, int facesFound, Quality quality, @Nullable Reason otherRefused, FaceImage image) {
        UnaryOperator<Point> toPhoto = point -> point.inEnlarged(image.photoScale());
        var inPhoto = face.map(toPhoto);
        return new FaceReport(
                image.photoWidth(),
                image.photoHeight(),
                inPhoto.box(),
                inPhoto.landmarks(),
                face.confidence(),
                facesFound,
                quarterTurns(face.sighting().roll()),
                face.sighting().border(),
                quality,
                otherRefused);
    }

    /** The quarter turns, in degrees clockwise, after which a face of this roll stands most upright. */
    private static int quarterTurns(double roll) {
        return Math.floorMod(Math.round(-roll / 90), 4) * 90;
    }

    /** What is kept of it with an outcome. */
    public Face face() {
        return new Face(
                width,
                height,
                new Face.Box(box.x(), box.y(), box.width(), box.height()),
                landmarks.points().stream()
                        .map(point -> new Face.Point(point.x(), point.y()))
                        .toList(),
                Math.clamp(confidence, 0, 1), // a network's last layer may round beyond 1
                facesFound,
                rotation,
                padding,
                new Face.Quality(
                        quality.overall(), quality.size(), quality.sharpness(), quality.exposure(), quality.pose()),
                otherRefused == null ? null : otherRefused.code());
    }
}
