package io.facematch.standalone;

import java.util.Map;

/** The main job as a fresh machine does it: with the models that are built in. */
class MainJobIT extends MainJobScenario {
    @Override
    Map<String, Object> models() {
        return Map.of(
                "facematch.models",
                "",
                "facematch.embedder",
                "starter-embedder",
                "facematch.detector",
                "starter-detector");
    }

    @Override
    int mayMiss() {
        return 4;
    }
}
