package io.facematch.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources lie, and what the build made of them. */
final class Project {
    static final Path FOLDER = findFolder();
    static final Path BUILT = FOLDER.resolve("release/target");

    private Project() {}

    /** The only file that the build made under such a name. */
    static Path built(String glob) throws IOException {
        try (var files = Files.newDirectoryStream(BUILT, glob)) {
            var found = files.iterator();
            if (!found.hasNext()) {
                throw new IllegalStateException("the build made no " + glob);
            }
            var file = found.next();
            if (found.hasNext()) {
                throw new IllegalStateException("more than one " + glob + ": run mvn clean");
            }
            return file;
        }
    }

    static Path portrait(String name) {
        return FOLDER.resolve("samples/portraits").resolve(name + ".jpg");
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
