package io.facematch.standalone.explanation;

import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** A file that only its owner can read. It is whole or not there. */
record PrivateFile(Path path) {

    /**
     * What can be known before the work.
     *
     * @throws CommandFailed if it can't be written, or must not be replaced
     */
    void requireWritable(boolean replaces) {
        if (path.toString().isEmpty()) {
            throw new CommandFailed("--out is an empty name: name a file");
        }
        if (Files.isDirectory(path)) {
            throw new CommandFailed(path + " is a folder: name a file with --out");
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new CommandFailed("can't replace " + path + ": choose another file with --out");
            }
            if (!replaces) {
                throw new CommandFailed(
                        path + " already exists: replace it with --force, or choose another file with --out");
            }
        }
        new OutputFolder(folder()).obstacle().ifPresent(obstacle -> {
            throw new CommandFailed(obstacle + ": choose another file with --out");
        });
    }

    /**
     * Makes the folder when there is none.
     *
     * @throws CommandFailed if it can't be written after all, as on a full disk
     */
    void write(byte[] content) {
        try {
            writeWhole(content);
        } catch (IOException e) {
            throw new CommandFailed(
                    "can't write " + path + ": " + CommandFailed.inWords(e) + ". Choose another file with --out");
        }
    }

    private void writeWhole(byte[] content) throws IOException {
        Files.createDirectories(folder());
        var part = Files.createTempFile(
                folder(),
                ".explain",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(part, content);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path folder() {
        return Objects.requireNonNull(path.toAbsolutePath().getParent());
    }
}
