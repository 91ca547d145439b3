package io.facematch.face;

import io.facematch.face.decoding.DecodingBudget;
import io.facematch.face.decoding.DecodingLimits;
import io.facematch.face.tuning.Tuning;

/**
 * What the engine accepts.
 *
 * @param limits of one encoded image
 * @param budget for decoding one
 * @param maxFaces on one side, at most 10; the largest count
 * @param minQuality least quality of a face in its weakest part, in [0, 1]; with 0, every face is compared
 */
public record FaceSettings(DecodingLimits limits, DecodingBudget budget, int maxFaces, double minQuality) {
    public static final FaceSettings DEFAULTS =
            new FaceSettings(DecodingLimits.DEFAULTS, DecodingBudget.DEFAULT, 10, Tuning.QUALITY_FLOOR);

    public FaceSettings {
        if (maxFaces < 1 || maxFaces > 10) {
            throw new IllegalArgumentException("maxFaces must be 1 to 10");
        }
        if (!(minQuality >= 0 && minQuality <= 1)) {
            throw new IllegalArgumentException("minQuality must be in [0, 1]");
        }
    }

    public FaceSettings with(DecodingBudget other) {
        return new FaceSettings(limits, other, maxFaces, minQuality);
    }
}
