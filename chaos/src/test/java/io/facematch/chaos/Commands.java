package io.facematch.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs that do one thing and end. */
final class Commands {
    private Commands() {}

    /** What it printed. */
    static String run(Path folder, Map<String, String> environment, String... command) throws IOException {
        return run(folder, environment, List.of(command), false);
    }

    /** The same, in an environment that has nothing else. */
    static String runWith(Path folder, Map<String, String> environment, Stream<String> command) throws IOException {
        return run(folder, environment, command.toList(), true);
    }

    private static String run(Path folder, Map<String, String> environment, List<String> command, boolean only)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        if (only) {
            builder.environment().clear();
        }
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed:\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }
}
