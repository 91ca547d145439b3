package io.facematch.standalone.explanation;

import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.verification.PhotoLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A photo that is named on the command line. */
record PhotoFile(Path path) {

    /**
     * What can be known before the work.
     *
     * @throws CommandFailed if it can't be read
     */
    void requireReadable() {
        if (path.toString().isEmpty()) {
            throw new CommandFailed("PHOTO is an empty name: name a file");
        }
        if (!Files.exists(path)) {
            throw new CommandFailed("there is no file " + path + ": check its name and its folder");
        }
        if (Files.isDirectory(path)) {
            throw new CommandFailed(path + " is a folder: name a photo in it");
        }
        if (!Files.isRegularFile(path)) {
            throw new CommandFailed(path + " is no ordinary file: save the photo as one, and name that");
        }
        if (!Files.isReadable(path)) {
            throw new CommandFailed("no permission to read " + path + ": allow yourself to, or name a copy");
        }
    }

    boolean isSameAs(Path other) throws IOException {
        return Files.exists(other) && Files.isSameFile(path, other);
    }

    /** One byte more than is allowed, at most: what is too large is refused by the engine, as any other file. */
    byte[] bytes() throws IOException {
        try (var bytes = Files.newInputStream(path)) {
            return bytes.readNBytes(PhotoLimits.BYTES + 1);
        }
    }
}
