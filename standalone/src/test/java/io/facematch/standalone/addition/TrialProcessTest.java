package io.facematch.standalone.addition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a shell in place of the other process. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class TrialProcessTest {
    private static final Trial.Request REQUEST = new Trial.Request(
            "my-r50",
            "/models",
            "x.part",
            "0",
            174L << 20,
            List.of(ContractPresets.all().getFirst()));
    private static final String RESULTS =
            "result: {\"contract\": \"arcface-112\", \"problem\": \"none of your business\", \"dimensions\": 0}";

    @TempDir
    private Path folder;

    @Test
    void givesTheResultsWhateverElseIsPrinted() throws Exception {
        assertThat(shell("echo 'a native library greets'; echo '" + RESULTS + "'")
                        .run(REQUEST))
                .containsExactly(TrialResult.failed("arcface-112", "none of your business"));
    }

    @Test
    void handsTheRequestOver() throws Exception {
        shell("cat > " + folder.resolve("seen") + "; echo '" + RESULTS + "'").run(REQUEST);

        assertThat(folder.resolve("seen")).content().contains("\"id\":\"my-r50\"", "\"file\":\"x.part\"");
    }

    @Test
    void endsWhatNeverEnds() {
        refuses(
                new TrialProcess(List.of("sleep", "600"), Duration.ofMillis(200)),
                "within 0.2 seconds: it never ends, or is too slow");
    }

    @Test
    void saysHowTheProcessDied() {
        refuses(shell("exit 3"), "it needs more memory", "FACEMATCH_HEAP=1100m");
        refuses(shell("kill -KILL $$"), "killed while it ran");
        refuses(shell("kill -SEGV $$"), "it brings ONNX Runtime down (signal 11)");
        refuses(shell("echo 'facematch: no such detector' >&2; exit 1"), "its trial failed: no such detector");
        refuses(shell("echo garbled"), "its trial ended without a result");
        refuses(shell("echo 'result: garbled'"), "its trial ended without a result");
        refuses(shell("true"), "its trial ended without a result");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        shell("pwd > " + folder.resolve("seen") + "; readlink /proc/self/fd/0 > " + folder.resolve("request")
                        + "; echo '" + RESULTS + "'")
                .run(REQUEST);

        var trialFolder =
                Path.of(Files.readString(folder.resolve("request")).strip()).resolveSibling("");
        assertThat(trialFolder.getFileName().toString()).startsWith("facematch-trial");
        assertThat(trialFolder).doesNotExist();
    }

    private static TrialProcess shell(String script) {
        return new TrialProcess(List.of("sh", "-c", script), Duration.ofSeconds(60));
    }

    private static void refuses(TrialProcess process, String... words) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> run(process))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    private static void run(TrialProcess process) throws IOException, InterruptedException {
        process.run(REQUEST);
    }
}
