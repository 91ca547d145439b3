package io.facematch.standalone;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Map;

/** The main job with a published embedder, where this machine has one: the demo gives all that samples/README.md says. */
class BetterModelsIT extends MainJobScenario {
    @Override
    Map<String, Object> models() {
        assumeFalse(Samples.models().isEmpty(), "FACEMATCH_MODELS names no folder");
        return Map.of("facematch.models", Samples.models());
    }

    @Override
    int mayMiss() {
        return 0;
    }
}
