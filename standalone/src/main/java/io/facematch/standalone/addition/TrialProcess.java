package io.facematch.standalone.addition;

import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.SameProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trial in a process of its own: a network that never ends, that takes all memory or that brings native code down ends
 * there, and this process can say so. It gets none of the secrets in the environment.
 */
final class TrialProcess {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGNAL = 128;
    private static final int KILLED = SIGNAL + 9;
    private static final Set<String> SETTINGS =
            Set.of("FACEMATCH_MODELS", "FACEMATCH_DETECTOR", "FACEMATCH_RESEARCH_MODELS");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<String> command;
    private final Duration limit;

    TrialProcess(List<String> command, Duration limit) {
        this.command = command;
        this.limit = limit;
    }

    /** One that runs this program. */
    static TrialProcess ofThisProgram() {
        // When native code dies, the JVM would leave its notes in the current folder.
        var options = List.of("-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash");
        return new TrialProcess(SameProgram.command(options, "models", Trial.COMMAND), LIMIT);
    }

    /** @throws CommandFailed if the process ends without results */
    List<TrialResult> run(Trial.Request request) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("facematch-trial");
        var results = folder.resolve("results");
        var errors = folder.resolve("errors");
        deleteWhenInterrupted(folder, results, errors, folder.resolve("request"));
        try {
            var input = Files.writeString(folder.resolve("request"), JSON.writeValueAsString(request));
            var builder = new ProcessBuilder(command)
                    .redirectInput(input.toFile())
                    .redirectOutput(results.toFile())
                    .redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("FACEMATCH_") && !SETTINGS.contains(name));
            var status = await(builder.start());
            if (status != 0) {
                throw new CommandFailed(death(status, errors, request.bytes()));
            }
            return read(results);
        } finally {
            delete(folder);
        }
    }

    /** From the keyboard. The last one is deleted first. */
    private static void deleteWhenInterrupted(Path... folderAndFiles) {
        for (var path : folderAndFiles) {
            path.toFile().deleteOnExit();
        }
    }

    private int await(Process process) throws InterruptedException {
        try {
            takeTheBlame(process);
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw new CommandFailed("it was not tried out within " + limit.toSeconds()
                    + " seconds: it never ends, or is too slow to be used");
        } finally {
            process.destroyForcibly();
        }
    }

    /** When the machine runs out of memory, Linux is to end this process and no other one. */
    private static void takeTheBlame(Process process) {
        try {
            Files.writeString(Path.of("/proc/" + process.pid() + "/oom_score_adj"), "1000");
        } catch (IOException notOnThisSystem) {
            // Then the system chooses.
        }
    }

    private static List<TrialResult> read(Path results) throws IOException {
        try {
            return Arrays.asList(JSON.readValue(lastLine(results), TrialResult[].class));
        } catch (JacksonException garbled) {
            throw new CommandFailed("its trial ended without a result");
        }
    }

    /** What native code printed comes before it. */
    private static String lastLine(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .reduce((before, after) -> after)
                .orElse("");
    }

    private static String death(int status, Path errors, long bytes) throws IOException {
        if (status == OUT_OF_MEMORY) {
            return "it needs more memory than there is for it: set FACEMATCH_HEAP=" + heapFor(bytes)
                    + "m here, and where it is to be used";
        }
        if (status == KILLED) {
            return "its process was killed while it ran, as the system does when a process takes too much memory";
        }
        if (status > SIGNAL) {
            return "it brings ONNX Runtime down (signal " + (status - SIGNAL) + ")";
        }
        return "its trial failed: " + lastLine(errors).replaceFirst("^facematch: ", "");
    }

    /** While it is loaded, a network takes five to six times its size. */
    private static long heapFor(long bytes) {
        return Math.max(512, Math.ceilDiv(6 * bytes, 100L << 20) * 100);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(TrialProcess::deleteFile);
        }
        deleteFile(folder);
    }

    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
