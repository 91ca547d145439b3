package io.facematch.face.quality;

import io.facematch.face.alignment.AlignedFace;
import io.facematch.face.alignment.AlignmentTemplate;
import io.facematch.face.alignment.FaceAligner;
import io.facematch.face.detector.DetectedFace;
import io.facematch.face.image.FaceImage;

/**
 * Measures a face before it is embedded. Looks at crops on one template only, so that its floors hold for
 * every embedder. Any thread.
 *
 * <p>As the floors are, YuNet's faces of 3,708 photos of LFW are refused in 3 and the starter detector's in 5; of 1,236 of
 * them all that are blurred with a sigma of 4 pixels (of 250), and 96 % or more that are shaken by 15, in each of nine
 * directions.
 */
public final class QualityMeter {
    private static final AlignmentTemplate CROP = AlignmentTemplate.ARCFACE;

    private final FaceAligner aligner = new FaceAligner(CROP);

    /**
     * Measures one face.
     *
     * @param embedded the crop that goes to the embedder
     * @param template the one that the crop lies on; another than the meter's own costs a second crop
     */
    public Quality measure(FaceImage image, DetectedFace face, AlignedFace embedded, AlignmentTemplate template) {
        if (template.equals(aligner.template())) {
            return measure(embedded, face, image.photoScale());
        }
        try (var crop = aligner.align(image, face.landmarks())) {
            return measure(crop, face, image.photoScale());
        }
    }

    private static Quality measure(AlignedFace crop, DetectedFace face, double photoScale) {
        var texture = FaceTexture.of(crop);
        var interEyeDistance = face.landmarks().interEyeDistance();
        return new Quality(
                ramp(interEyeDistance, 7, 14, 40),
                ramp(texture.crispness() * softness(interEyeDistance), 0.35, 0.605, 0.78),
                ramp(texture.mean(), 5, 25, 60),
                Math.min(ramp(1 - texture.clipped(), 0.2, 0.4, 0.9), ramp(255 - texture.mean(), 5, 20, 45)),
                ramp(-HeadPose.of(face.landmarks()).turn(), -1.5, -1, -0.1),
                interEyeDistance * photoScale);
    }

    /** What enlarging a small face to the crop takes from its crispness; as measured on sharp photos shrunk to a half. */
    private static double softness(double interEyeDistance) {
        var enlargement = CROP.landmarks().interEyeDistance() / Math.max(interEyeDistance, 1);
        return Math.pow(Math.max(1, enlargement), 0.13);
    }

    /** From 0 at the useless end over {@link Quality#FLOOR} to 1 where more makes no difference. */
    private static double ramp(double value, double useless, double floor, double good) {
        if (value < floor) {
            return Math.clamp((value - useless) / (floor - useless), 0, 1) * Quality.FLOOR;
        }
        return Quality.FLOOR + Math.clamp((value - floor) / (good - floor), 0, 1) * (1 - Quality.FLOOR);
    }
}
