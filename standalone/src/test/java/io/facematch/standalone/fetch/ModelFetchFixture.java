package io.facematch.standalone.fetch;

import static io.facematch.standalone.fetch.TestModels.MODEL;
import static io.facematch.standalone.fetch.TestModels.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.card.ModelCard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder for models, a server that is their mirror, and what was said to the terminal. */
@SuppressWarnings("NullAway.Init") // the setup fills the fields
abstract class ModelFetchFixture {
    /** Ends the wait for a server that does nothing; the others answer at once. */
    static final Duration SHORT = Duration.ofMillis(300);

    static final Duration LONG = Duration.ofMinutes(1);
    private static final Patience PATIENT = new Patience(LONG, LONG, LONG);

    @TempDir
    Path folder;

    @TempDir
    Path copies;

    final StringWriter out = new StringWriter();
    final Map<String, String> environment = new HashMap<>();
    Patience patience = PATIENT;
    FileServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new FileServer();
        server.give("/plain.onnx", MODEL);
        environment.put("FACEMATCH_MODELS_MIRROR", server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    void fetch(ModelCard card) throws InterruptedException {
        fetch(card, folder, false);
    }

    void fetch(ModelCard card, Path into, boolean replace) throws InterruptedException {
        var settings = FetchSettings.of(environment);
        try (var fetch = ModelFetch.forAStart(settings, patience, new PrintWriter(out))) {
            fetch.fetch(card, into, replace);
        }
    }

    void assertFails(ModelCard card, String... words) {
        assertThatExceptionOfType(FetchFailed.class)
                .isThrownBy(() -> fetch(card))
                .satisfies(failed -> assertThat(failed.getMessage()).contains(words));
    }

    List<String> filesHere() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
