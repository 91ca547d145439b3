package io.facematch.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The main job as a fresh machine does it: with the models that are built in. */
class MainJobIT extends MainJobScenario {
    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @Override
    TestServer server(Path home) throws IOException {
        server = TestServer.start(
                home,
                Map.of(
                        "facematch.models",
                        "",
                        "facematch.embedder",
                        "starter-embedder",
                        "facematch.detector",
                        "starter-detector"));
        return server;
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @Override
    int mayMiss() {
        return 4;
    }
}
