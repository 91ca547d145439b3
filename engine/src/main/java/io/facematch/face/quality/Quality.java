package io.facematch.face.quality;

import io.facematch.verification.Reason;
import java.util.Optional;

/**
 * How good a face is for a comparison. Each part is in [0, 1]; {@code Tuning.QUALITY_FLOOR} is where faces become too
 * poor to compare.
 *
 * @param size from the distance between the eyes
 * @param sharpness from the fine detail inside the face
 * @param darkness 1 when there is enough light on the face
 * @param brightness 1 when the face is not washed out
 * @param pose 1 when it looks into the camera
 * @param interEyeDistance in pixels of the photo
 */
public record Quality(
        double size, double sharpness, double darkness, double brightness, double pose, double interEyeDistance) {
    /** The weakest part: no other part makes up for a blurred or turned face. */
    public double overall() {
        return Math.min(Math.min(size, sharpness), Math.min(exposure(), pose));
    }

    public double exposure() {
        return Math.min(darkness, brightness);
    }

    /** The first part below the floor, as a reason. */
    public Optional<Reason> refusal(double floor) {
        if (size < floor) {
            return Optional.of(Reason.FACE_TOO_SMALL);
        }
        // A dark or overexposed face has no detail either, but the person can change only the light.
        if (darkness < floor) {
            return Optional.of(Reason.TOO_DARK);
        }
        if (brightness < floor) {
            return Optional.of(Reason.TOO_BRIGHT);
        }
        if (pose < floor) {
            return Optional.of(Reason.FACE_AT_EXTREME_ANGLE);
        }
        return sharpness < floor ? Optional.of(Reason.TOO_BLURRED) : Optional.empty();
    }
}
