package io.facematch.worker.engine;

import io.facematch.face.network.ModelChoice;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which networks decide. {@code worker.yml} fills these from {@code FACEMATCH_MODELS}, {@code FACEMATCH_EMBEDDER}, {@code
 * FACEMATCH_DETECTOR} and {@code FACEMATCH_RESEARCH_MODELS}.
 *
 * @param folders to look for model files in, separated as in a class path
 * @param embedder id of the embedder to use, instead of the best one present
 * @param detector id of the detector to use, instead of the best one present
 * @param research whether models for research only may be used
 */
@ConfigurationProperties(prefix = "facematch.model", ignoreUnknownFields = false)
record ModelSettings(
        @DefaultValue("") String folders,
        @DefaultValue("") String embedder,
        @DefaultValue("") String detector,
        @DefaultValue("false") boolean research) {

    ModelChoice choice() {
        return new ModelChoice(idOrNull(embedder), idOrNull(detector), research);
    }

    private static @Nullable String idOrNull(String id) {
        return id.isBlank() ? null : id.strip();
    }
}
