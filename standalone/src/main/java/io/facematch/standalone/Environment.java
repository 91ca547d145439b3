package io.facematch.standalone;

import io.facematch.worker.face.model.ModelChoice;
import java.util.Optional;

/** Settings that a command needs before, or without, Spring. */
public final class Environment {
    private Environment() {}

    /** An empty variable is none. */
    public static Optional<String> get(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The models that are asked for. */
    public static ModelChoice models() {
        return new ModelChoice(
                get("FACEMATCH_EMBEDDER").orElse(null),
                get("FACEMATCH_DETECTOR").orElse(null),
                get("FACEMATCH_RESEARCH_MODELS").map(Boolean::parseBoolean).orElse(false));
    }

    static boolean isSet(String variable) {
        return get(variable).isPresent();
    }
}
