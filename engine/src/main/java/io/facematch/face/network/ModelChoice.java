package io.facematch.face.network;

import org.jspecify.annotations.Nullable;

/**
 * What the operator wants to be used.
 *
 * @param embedder id of the embedder, or null for the best one present
 * @param detector id of the detector, or null for the best one present
 * @param researchModelsAcknowledged whether models whose licence allows research only may be used
 */
public record ModelChoice(
        @Nullable String embedder, @Nullable String detector, boolean researchModelsAcknowledged) {
    public static final ModelChoice BEST_PRESENT = new ModelChoice(null, null, false);
}
