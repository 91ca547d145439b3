package io.facematch.worker.engine;

import io.facematch.face.network.ModelChoice;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which networks decide. {@code worker.yml} fills these from {@code FACEMATCH_EMBEDDER}, {@code FACEMATCH_DETECTOR},
 * {@code FACEMATCH_CALIBRATION} and {@code FACEMATCH_RESEARCH_MODELS}.
 *
 * @param embedder id of the embedder to use, instead of the best one present
 * @param detector id of the detector to use, instead of the best one present
 * @param calibration id of the embedder's calibration to use, instead of the one of its card for the detector
 * @param research whether models for research only may be used
 */
@ConfigurationProperties(prefix = "facematch.model", ignoreUnknownFields = false)
record ModelSettings(
        @DefaultValue("") String embedder,
        @DefaultValue("") String detector,
        @DefaultValue("") String calibration,
        @DefaultValue("false") boolean research) {

    ModelChoice choice() {
        return new ModelChoice(idOrNull(embedder), idOrNull(detector), idOrNull(calibration), research);
    }

    private static @Nullable String idOrNull(String id) {
        return id.isBlank() ? null : id.strip();
    }
}
