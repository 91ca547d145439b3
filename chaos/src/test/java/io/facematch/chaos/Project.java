package io.facematch.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Where the sources lie, and what the build made of them. */
final class Project {
    private static final Path FOLDER = findFolder();

    private Project() {}

    /** The jar of a process of the product. */
    static Path built(String module) throws IOException {
        return newest(FOLDER.resolve(module).resolve("target"), "facematch-" + module + "-*-exec.jar");
    }

    /** The jar of this module. */
    static Path agent() throws IOException {
        return newest(FOLDER.resolve("chaos/target"), "facematch-chaos-*.jar");
    }

    private static Path newest(Path folder, String name) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder, name)) {
                Path newest = null;
                for (var file : files) {
                    if (newest == null || Comparator.<Path>naturalOrder().compare(file, newest) > 0) {
                        newest = file;
                    }
                }
                if (newest != null) {
                    return newest;
                }
            }
        }
        throw new IllegalStateException(
                "the build made no " + name + " in " + folder + ": run mvn -DskipTests package");
    }

    /** @param name such as {@code person01_selfie} */
    static byte[] portrait(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve("samples/portraits").resolve(name + ".jpg"));
    }

    /** A file of the sources. */
    static Path file(String path) {
        return FOLDER.resolve(path);
    }

    private static Path findFolder() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("docker-compose.yml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("docker-compose.yml is in no folder above this one");
    }
}
