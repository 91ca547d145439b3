package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.worker.WorkerApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that can't start with its settings says so once, in one line, and ends. */
class RefusedStartTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aCommandSaysItOnTheTerminal() throws Exception {
        assertThat(start(
                        FacematchCommand.class, Map.of("FACEMATCH_PORT", "0", "FACEMATCH_LOG_LEVEL", "loud"), "worker"))
                .containsExactly(
                        "facematch: FACEMATCH_LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, off");
    }

    @Test
    void aContainerSaysItInItsLog() throws Exception {
        var lines = start(WorkerApplication.class, Map.of("FACEMATCH_PORT", "0"));

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .contains("ERROR")
                .contains("The master key can't be used: neither FACEMATCH_MASTER");
    }

    /** What it printed beyond the news of an ordinary start. */
    private List<String> start(Class<?> main, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        try (var process = OtherProcess.start(main, List.of(), settings, folder.resolve("log"), arguments)) {
            assertThat(process.exitStatus()).isEqualTo(1);
            return process.output()
                    .lines()
                    .filter(line -> !line.contains(" INFO "))
                    .toList();
        }
    }
}
