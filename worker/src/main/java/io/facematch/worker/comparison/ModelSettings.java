package io.facematch.worker.comparison;

import io.facematch.face.network.ModelChoice;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which networks decide.
 *
 * @param models folders to look for model files, separated as in a class path; before {@code models}
 * @param embedder id of the embedder to use, instead of the best one present
 * @param detector id of the detector to use, instead of the best one present
 * @param researchModels whether models for research only may be used
 */
@ConfigurationProperties(prefix = "facematch")
record ModelSettings(
        @Nullable String models,
        @Nullable String embedder,
        @Nullable String detector,
        boolean researchModels) {

    ModelChoice choice() {
        return new ModelChoice(blankToNull(embedder), blankToNull(detector), researchModels);
    }

    private static @Nullable String blankToNull(@Nullable String id) {
        return id == null || id.isBlank() ? null : id.strip();
    }
}
