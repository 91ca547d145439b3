package io.facematch.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo pairs, the invented persons, and the better models where this machine has them. */
final class Samples {
    private static final Path PROJECT = projectFolder();

    private Samples() {}

    static Path demo() {
        return PROJECT.resolve("samples/demo.zip");
    }

    /** @param name such as {@code person01_selfie} */
    static byte[] portrait(String name) throws IOException {
        return Files.readAllBytes(PROJECT.resolve("samples/portraits").resolve(name + ".jpg"));
    }

    /** The folders with better models than the built-in ones; empty when there is none. */
    static String models() {
        var configured = System.getenv("FACEMATCH_MODELS");
        return configured == null ? "" : configured.strip();
    }

    private static Path projectFolder() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("samples/demo.zip"))) {
                return folder;
            }
        }
        throw new IllegalStateException("samples/demo.zip is in no folder above this one");
    }
}
