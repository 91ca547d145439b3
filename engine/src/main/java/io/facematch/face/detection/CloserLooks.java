package io.facematch.face.detection;

import io.facematch.face.detector.CloseUp;
import io.facematch.face.detector.DetectedFace;
import io.facematch.face.detector.FaceDetector;
import io.facematch.face.geometry.Point;
import io.facematch.face.image.FaceImage;
import io.facematch.face.tuning.Tuning;
import java.util.Comparator;
import java.util.Optional;

/** Looks at one face of a photo again, alone and turned. */
final class CloserLooks {
    private final FaceDetector detector;
    private final int closeUp;
    private final int quickLook;

    /**
     * @param closeUp side of the canvas, in pixels, of a look for exact landmarks
     * @param quickLook of one that tells which side is up
     */
    CloserLooks(FaceDetector detector, int closeUp, int quickLook) {
        this.detector = detector;
        this.closeUp = closeUp;
        this.quickLook = quickLook;
    }

    /** The look that agrees with the one before it; empty when there is none. */
    Optional<DetectedFace> settled(FaceImage image, DetectedFace face) {
        var before = face;
        for (var looks = 0; looks < Tuning.LEVELLING_LOOKS; looks++) {
            var next = look(image, before, -before.sighting().roll(), closeUp);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            before = next.get();
            if (Math.abs(before.sighting().tilt()) <= Tuning.AGREED_TILT) {
                return next;
            }
        }
        return Optional.empty();
    }

    /** A quick look at a face that is turned upright and then by so much more, clockwise, in degrees. */
    Optional<DetectedFace> quickly(FaceImage image, DetectedFace face, double turn) {
        return look(image, face, turn - face.sighting().roll(), quickLook);
    }

    /** Certainty of the face when it is turned by so much more; 0 when none is seen. */
    double certaintyTurned(FaceImage image, DetectedFace face, double turn) {
        return quickly(image, face, turn).map(DetectedFace::certainty).orElse(0.0);
    }

    /** A quick look at a place of which it is not known how a face would lie there, at the image turned by so much. */
    Optional<DetectedFace> quicklyAsItIs(FaceImage image, DetectedFace hint, double turn) {
        return look(image, hint, turn, quickLook);
    }

    private Optional<DetectedFace> look(FaceImage image, DetectedFace face, double turn, int canvas) {
        var centre = face.box().centre();
        var size = face.box().longerSide();
        var enough = Math.min(canvas, size * Tuning.ENLARGEMENT <= Tuning.CLOSE_UP * quickLook ? quickLook : closeUp);
        return detector.detect(image, CloseUp.of(face, turn, enough)).faces().stream()
                .filter(seen -> isThere(seen, centre, size))
                .max(Comparator.comparingDouble(DetectedFace::certainty))
                .map(seen -> seen.foundWith(face.sighting().border()));
    }

    /** Not the face beside it. */
    private static boolean isThere(DetectedFace seen, Point centre, double size) {
        return seen.box().centre().distanceTo(centre) <= Tuning.SAME_PLACE * size
                && seen.box().longerSide() >= Tuning.SAME_PLACE * size;
    }
}
