package io.facematch.standalone;

import io.facematch.standalone.local.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another user of this machine, who has no rights. Only root can be one. */
final class OtherUser {
    private static final List<String> COMMAND = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private OtherUser() {}

    static boolean isAvailable() throws IOException {
        try {
            return Environment.isRoot() && run(Map.of(), "", "true").status() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    record Result(int status, String output) {}

    /** @param input is read by the program */
    static Result run(Map<String, String> environment, String input, String... program) throws IOException {
        var command = new ArrayList<>(COMMAND);
        command.addAll(List.of(program));
        var builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().putAll(environment);
        var process = builder.start();
        // What it says is short: it can be told everything before.
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Those of the files and folders that this user can read or list. */
    static List<String> readable(List<Path> files) throws IOException {
        var names = new StringBuilder();
        files.forEach(file -> names.append(file).append('\n'));
        return run(
                        Map.of(),
                        names.toString(),
                        "bash",
                        "-c",
                        "while IFS= read -r file; do if [[ -r $file ]]; then printf '%s\\n' \"$file\"; fi; done")
                .output()
                .lines()
                .toList();
    }
}
