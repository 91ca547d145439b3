package io.facematch.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.card.ModelTask;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import io.facematch.standalone.fetch.FetchSettings;
import io.facematch.standalone.fetch.FileServer;
import io.facematch.standalone.fetch.Patience;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing gets out of this machine: a server that plays the proxy stands between it and the sources. */
@SuppressWarnings("NullAway.Init") // JUnit and the setup fill the fields
class FirstRunTest {
    private static final Path PUBLISHED = Path.of("../../shared/models");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @TempDir
    private Path home;

    @TempDir
    private Path mirror;

    private final StringWriter out = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private ModelChoice choice = ModelChoice.BEST_PRESENT;
    private Patience patience = new Patience(LONG, LONG, LONG);
    private Instant now = NOON;
    private FileServer proxy;

    @BeforeEach
    void standBetween() throws IOException {
        proxy = new FileServer();
        environment.put("https_proxy", proxy.address());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void fetchesTheRecommendedPairAndSaysSoBefore() throws Exception {
        mirrorHasAll();

        fetchOnce();

        var cards = new ModelCatalog(List.of(folder)).recommended();
        assertThat(cards).extracting(card -> card.task()).containsExactly(ModelTask.DETECTOR, ModelTask.EMBEDDER);
        for (var card : cards) {
            var announced = out.toString().substring(0, out.toString().indexOf("Saved"));
            assertThat(announced)
                    .contains(card.id(), card.publisher(), "licence " + card.licence(), "from " + mirror)
                    .contains("--offline", "FACEMATCH_OFFLINE=true");
            assertThat(folder.resolve(card.file())).hasSize(card.bytes());
        }
        var selection = new ModelCatalog(List.of(folder)).select(ModelChoice.BEST_PRESENT);
        assertThat(List.of(selection.detector().card(), selection.embedder().card()))
                .isEqualTo(cards);
        assertThat(home).isEmptyDirectory();

        var before = out.toString();
        fetchOnce();
        assertThat(out).hasToString(before);
    }

    @Test
    void twoMayFetchAtTheSameTime() throws Exception {
        mirrorHasAll();

        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var done : threads.invokeAll(List.<Callable<Boolean>>of(this::fetchQuietly, this::fetchQuietly))) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(new ModelCatalog(List.of(folder)).recommended())
                .allSatisfy(card -> assertThat(folder.resolve(card.file())).hasSize(card.bytes()));
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void goesOnWithOneLineWhenThereIsNoNetwork() throws Exception {
        proxy.close();

        fetchOnce();

        assertThat(out.toString().lines().filter(line -> line.startsWith("facematch: going on")))
                .hasSize(1)
                .allMatch(line -> line.contains("raw.githubusercontent.com can't be reached")
                        && line.endsWith(
                                "'./facematch models pull' tries again; by itself it is tried again tomorrow."));
        assertThat(out.toString()).doesNotContain("Exception:\n", "\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void goesOnWhenNobodyAnswers() throws Exception {
        environment.put("FACEMATCH_MODELS_MIRROR", proxy.address());
        for (var card : new ModelCatalog(List.of()).recommended()) {
            proxy.keepSilent("/" + card.file());
        }
        patience = new Patience(LONG, Duration.ofMillis(300), LONG);

        fetchOnce();

        assertThat(out.toString()).contains("going on with the models that are here", "did not answer in time");
        assertThat(proxy.asked()).as("one wait is all there is").hasSize(1);
    }

    @Test
    void isNotTriedAgainForADay() throws Exception {
        fetchOnce();
        var asked = proxy.asked().size();
        out.getBuffer().setLength(0);

        now = NOON.plus(Duration.ofDays(1)).minusSeconds(1);
        fetchOnce();
        assertThat(out.toString()).isEmpty();
        assertThat(proxy.asked()).hasSize(asked);

        now = NOON.plus(Duration.ofDays(1));
        fetchOnce();
        assertThat(out.toString()).contains("going on");
    }

    @Test
    void aTimeThatIsStillToComeOrNoneDoesNotHinderIt() throws Exception {
        for (var text : List.of(NOON.plusSeconds(1).toString(), "yesterday", "")) {
            Files.writeString(home.resolve("models-not-fetched"), text);
            out.getBuffer().setLength(0);

            fetchOnce();

            assertThat(out.toString()).contains("Fetching the recommended ones");
            assertThat(home.resolve("models-not-fetched")).content().isEqualTo(NOON + "\n");
        }
    }

    @Test
    void isNotTriedWhenItIsSwitchedOff() throws Exception {
        environment.put("FACEMATCH_OFFLINE", "true");

        assertFetchesNothing();
    }

    @Test
    void isNotTriedWhenTheOperatorHasNamedAnEmbedder() throws Exception {
        choice = new ModelChoice("starter-embedder", null, false);

        assertFetchesNothing();
    }

    @Test
    void isNotTriedWhenAnEmbedderFitForDecisionsIsHere() throws Exception {
        Files.write(folder.resolve("espdl_mfn_112_fp32.onnx"), new byte[1]);

        assertFetchesNothing();
    }

    @Test
    void leavesTheDetectorThatTheOperatorHasNamed() throws Exception {
        choice = new ModelChoice(null, "starter-detector", false);

        fetchOnce();

        assertThat(out.toString()).contains("(embedder)").doesNotContain("(detector)");
    }

    @Test
    void saysThatTheFolderTakesNothing() throws Exception {
        Files.delete(folder);
        Files.write(folder, new byte[1]);

        fetchOnce();

        assertThat(out.toString()).contains("going on with the models that are here, as can't write to " + folder);
        assertThat(proxy.asked()).isEmpty();
    }

    private void assertFetchesNothing() {
        fetchOnce();

        assertThat(out.toString()).isEmpty();
        assertThat(proxy.asked()).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    private void mirrorHasAll() throws IOException {
        assumeTrue(Files.isDirectory(PUBLISHED), PUBLISHED + " is missing");
        for (var place : List.of(PUBLISHED, PUBLISHED.resolve("sources"))) {
            try (var files = Files.newDirectoryStream(place, "*.{onnx,espdl}")) {
                for (var file : files) {
                    // As its source has it, where that is another file.
                    if (!file.getFileName().toString().startsWith("espdl_")) {
                        Files.createSymbolicLink(mirror.resolve(file.getFileName()), file.toRealPath());
                    }
                }
            }
        }
        environment.put("FACEMATCH_MODELS_MIRROR", mirror.toString());
    }

    private boolean fetchQuietly() {
        firstRun(new PrintWriter(new StringWriter())).fetchOnce();
        return true;
    }

    private void fetchOnce() {
        firstRun(new PrintWriter(out)).fetchOnce();
    }

    private FirstRun firstRun(PrintWriter terminal) {
        InstantSource clock = () -> now;
        return new FirstRun(
                new LocalModels(List.of(folder), choice),
                FetchSettings.of(environment),
                home.resolve("models-not-fetched"),
                clock,
                patience,
                terminal);
    }
}
