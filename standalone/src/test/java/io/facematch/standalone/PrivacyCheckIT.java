package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./facematch privacy-check} as an auditor has it. Takes minutes. */
@Tag("slow")
class PrivacyCheckIT {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void passesAndTellsWhatItDid() throws Exception {
        var file = folder.resolve("reports/report.md");
        try (var check = start("--out", file.toString())) {
            assertThat(check.exitStatus()).as(check.output()).isZero();

            var report = Files.readString(file);
            assertThat(check.output()).endsWith(report);
            assertThat(report)
                    .startsWith("# Facematch privacy check: PASSED")
                    .contains(
                            "| Facematch |",
                            "| Java | " + System.getProperty("java.runtime.version"),
                            "| PostgreSQL | ",
                            "| RabbitMQ | ",
                            "| embedder | ",
                            "| an archive | COMPLETED: 2 Success | the same |",
                            "| photos that nobody can read | COMPLETED: 2 InvalidImage | the same |",
                            "| an archive that is cancelled | CANCELLED: no outcome | the same |",
                            "| a pair that ends each worker | COMPLETED: 1 Error/PROCESSING_CRASH | the same |",
                            "| an archive whose worker is killed | COMPLETED: 2 Success | the same |",
                            "| an upload during which the API is killed | not accepted | the same |",
                            "master key ",
                            "destroyed |")
                    .doesNotContain("**");
            if (!Samples.models().isEmpty()) {
                assertThat(report).as("compared as this installation does").doesNotContain("| starter-embedder");
            }
            assertThat(temporary()).isEmptyDirectory();
        }
    }

    @Test
    void failsAndTellsWhereASecretIs() throws Exception {
        try (var check = start()) {
            await().atMost(PATIENCE).until(() -> masterKey().isPresent());
            var key = masterKey().orElseThrow();
            var leak = Files.createDirectories(key.resolveSibling("logs")).resolve("leak");
            Files.copy(key, leak);

            assertThat(check.exitStatus()).as(check.output()).isEqualTo(1);
            assertThat(check.output())
                    .contains("# Facematch privacy check: FAILED")
                    .contains(leak.toString())
                    .contains("the master key, as text");
        }
    }

    private OtherProcess start(String... arguments) throws IOException {
        SharedServer.rest();
        var command = new String[arguments.length + 1];
        command[0] = "privacy-check";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return OtherProcess.start(
                FacematchCommand.class,
                List.of("-Xmx384m", "-Djava.io.tmpdir=" + Files.createDirectories(temporary())),
                Map.of("FACEMATCH_MODELS", relativeModels()),
                folder.resolve("log"),
                command);
    }

    /** Named from here, as a user may. */
    private static String relativeModels() {
        var here = Path.of("").toAbsolutePath();
        return Stream.of(Samples.models().split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> here.relativize(Path.of(folder).toAbsolutePath()).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path temporary() {
        return folder.resolve("tmp");
    }

    private Optional<Path> masterKey() throws IOException {
        try (var files = Files.walk(temporary(), 2)) {
            return files.filter(file -> file.endsWith("master.key")).findFirst();
        }
    }
}
