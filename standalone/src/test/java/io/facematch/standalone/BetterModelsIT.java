package io.facematch.standalone;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;

/** The main job with a published embedder, where this machine has one: the demo gives all that samples/README.md says. */
class BetterModelsIT extends MainJobScenario {
    @Override
    TestServer server(Path home) throws IOException {
        assumeFalse(Samples.models().isEmpty(), "FACEMATCH_MODELS names no folder");
        return SharedServer.get();
    }

    @Override
    int mayMiss() {
        return 0;
    }
}
