package io.facematch.standalone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs in {@code examples/}, run as they stand; each test skips where the language of its program is missing. */
enum ExampleProgram {
    BASH("compare.sh", "bash", "curl"),
    JAVA("Compare.java", Path.of(System.getProperty("java.home"), "bin", "java").toString()),
    PYTHON("compare.py", "python3"),
    JAVASCRIPT("compare.mjs", "node");

    private static final Path PROJECT = Samples.demo().getParent().getParent();

    private final String file;
    private final List<String> programs;

    ExampleProgram(String file, String... programs) {
        this.file = file;
        this.programs = List.of(programs);
    }

    record Ended(int status, String output, String errors) {}

    Ended run(URI server, String token, Path archive, Path folder) throws IOException, InterruptedException {
        programs.forEach(
                program -> assumeTrue(isInstalled(program), "%s is not run: no %s here".formatted(file, program)));
        var errors = folder.resolve("errors.txt");
        var builder = new ProcessBuilder(
                        programs.getFirst(),
                        PROJECT.resolve("examples").resolve(file).toString(),
                        archive.toString(),
                        folder.toString())
                .redirectError(errors.toFile());
        builder.environment().put("FACEMATCH_URL", server.toString());
        builder.environment().put("FACEMATCH_TOKEN", token);
        var process = builder.start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output, Files.readString(errors));
        } finally {
            process.destroyForcibly();
        }
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(Path::of)
                // An absolute path stays what it is.
                .anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }
}
