package io.facematch.face.network;

import org.jspecify.annotations.Nullable;

/**
 * What the operator wants to be used.
 *
 * @param embedder id of the embedder, or null for the best one present
 * @param detector id of the detector, or null for the best one present
 * @param calibration id of the embedder's calibration, or null for the one of its card that fits the detector
 * @param researchModelsAcknowledged whether models whose licence allows research only may be used
 */
public record ModelChoice(
        @Nullable String embedder,
        @Nullable String detector,
        @Nullable String calibration,
        boolean researchModelsAcknowledged) {
    public static final ModelChoice BEST_PRESENT = new ModelChoice(null, null, false);

    /** With the calibration that fits the detector. */
    public ModelChoice(@Nullable String embedder, @Nullable String detector, boolean researchModelsAcknowledged) {
        this(embedder, detector, null, researchModelsAcknowledged);
    }
}
