package io.facematch.face.quality;

import io.facematch.face.alignment.AlignedFace;
import io.facematch.face.alignment.AlignmentTemplate;
import io.facematch.face.alignment.FaceAligner;
import io.facematch.face.detector.DetectedFace;
import io.facematch.face.image.FaceImage;
import io.facematch.face.tuning.Tuning;

/**
 * Measures a face before it is embedded. Measures crops on one template only, so that its limits hold for every
 * embedder. Any thread.
 */
public final class QualityMeter {
    private static final AlignmentTemplate CROP = AlignmentTemplate.ARCFACE;

    private final FaceAligner aligner = new FaceAligner(CROP);

    /**
     * Measures one face.
     *
     * @param embedded the crop that goes to the embedder
     * @param template the one that the crop lies on; the meter makes a crop of its own when it measures on another one
     */
    public Measurements measure(FaceImage image, DetectedFace face, AlignedFace embedded, AlignmentTemplate template) {
        if (template.equals(aligner.template())) {
            return measure(embedded, face);
        }
        try (var crop = aligner.align(image, face.landmarks())) {
            return measure(crop, face);
        }
    }

    private static Measurements measure(AlignedFace crop, DetectedFace face) {
        var texture = FaceTexture.of(crop);
        var interEyeDistance = face.landmarks().interEyeDistance();
        return new Measurements(
                interEyeDistance,
                texture.sharpness() * enlargementCorrection(interEyeDistance),
                texture.mean(),
                texture.clipped(),
                HeadPose.of(face.landmarks()).turn());
    }

    /** Factor for the sharpness that a small face loses when it is enlarged to the crop; 1 for a large one. */
    private static double enlargementCorrection(double interEyeDistance) {
        var enlargement = CROP.landmarks().interEyeDistance() / Math.max(interEyeDistance, 1);
        return Math.pow(Math.max(1, enlargement), Tuning.ENLARGEMENT_POWER);
    }
}
