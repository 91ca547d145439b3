package io.facematch.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that a test starts and waits for. */
final class Commands {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final int PATIENCE_MINUTES = 10;

    private Commands() {}

    /** The Java that runs the tests. */
    static String java() {
        return JAVA;
    }

    /** Without the settings that the tests themselves run under. */
    static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("FACEMATCH_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** What a command prints; it has to succeed. */
    static String run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var errors = Files.createTempFile("facematch-errors", ".log");
        try {
            var process = builder(List.of(command), environment)
                    .directory(folder.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                    .as(command[0])
                    .isTrue();
            assertThat(process.exitValue())
                    .as(() -> String.join(" ", command) + "\n" + output + text(errors))
                    .isZero();
            return output;
        } finally {
            Files.delete(errors);
        }
    }

    /** The exit status of a command that needs no looking after. */
    static int status(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        var process = builder(command, environment)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
