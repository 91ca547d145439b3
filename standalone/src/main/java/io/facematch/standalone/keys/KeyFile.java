package io.facematch.standalone.keys;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** A file with secret keys, changed as a whole: whoever reads it meanwhile has the old ones or the new ones. */
record KeyFile(Path path) {

    String text() throws IOException {
        if (!Files.exists(path)) {
            throw new CommandFailed("there is no file " + path + " yet: 'run' and 'up' make it when they start");
        }
        return Files.readString(path, StandardCharsets.ISO_8859_1);
    }

    /** Keeps the permissions. */
    void replace(String text) throws IOException {
        var draft = Files.createTempFile(
                Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file is in a folder"),
                "draft",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text, StandardCharsets.ISO_8859_1);
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(path));
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
