package io.facematch.standalone.addition;

import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.SameProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A trial in a process of its own: a network that never ends, that takes all memory or that brings native code down ends
 * there, and this process can say so. It gets none of the secrets in the environment.
 */
final class TrialProcess {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGNAL = 128;
    private static final int KILLED = SIGNAL + 9;
    private static final Set<String> SETTINGS =
            Set.of("FACEMATCH_MODELS", "FACEMATCH_DETECTOR", "FACEMATCH_RESEARCH_MODELS");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<String> command;
    private final Duration limit;

    /** @param limit of the time for each contract */
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
            var status = await(builder.start(), results);
            if (status != 0) {
                throw new CommandFailed(death(status, errors, request.bytes()));
            }
            return read(results, request.contracts().size());
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

    /** Each result begins the time anew. */
    private int await(Process process, Path results) throws IOException, InterruptedException {
        try {
            takeTheBlame(process);
            var since = System.nanoTime();
            var size = 0L;
            while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                var sizeNow = Files.size(results);
                if (sizeNow > size) {
                    size = sizeNow;
                    since = System.nanoTime();
                }
                if (System.nanoTime() - since > limit.toNanos()) {
                    throw new CommandFailed("it could not be tried out with one contract within "
                            + limit.toMillis() / 1000.0 + " seconds: it never ends, or is too slow to be used");
                }
            }
            return process.exitValue();
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

    private static List<TrialResult> read(Path results, int expected) throws IOException {
        try {
            var read = lines(results)
                    .filter(line -> line.startsWith(Trial.RESULT))
                    .map(line -> JSON.readValue(line.substring(Trial.RESULT.length()), TrialResult.class))
                    .toList();
            if (read.size() == expected) {
                return read;
            }
        } catch (JacksonException garbled) {
            // It is as good as none.
        }
        throw new CommandFailed("its trial ended without a result");
    }

    private static Stream<String> lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines();
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
        var last = lines(errors).reduce((before, after) -> after).orElse("");
        return "its trial failed: " + last.replaceFirst("^facematch: ", "");
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
