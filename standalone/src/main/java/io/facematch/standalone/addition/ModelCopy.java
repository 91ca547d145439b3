package io.facematch.standalone.addition;

import io.facematch.card.folder.CardFiles;
import io.facematch.card.folder.CardRules;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The copy of a file in the folder where it is to be: what is tried out are the bytes that stay. It goes away unless it
 * takes its place.
 *
 * @param path under a name that nobody looks for
 */
record ModelCopy(Path path, String sha256, long bytes) implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    static ModelCopy of(Path file, Path folder, String name) throws IOException {
        var path = folder.resolve(name + "." + UUID.randomUUID() + ".part");
        path.toFile().deleteOnExit(); // also when it is interrupted from the keyboard
        var complete = false;
        try (var from = Files.newInputStream(file);
                var to = new DigestOutputStream(
                        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW), newDigest())) {
            var bytes = copy(from, to);
            var hash = HexFormat.of().formatHex(to.getMessageDigest().digest());
            complete = true;
            return new ModelCopy(path, hash, bytes);
        } finally {
            if (!complete) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** @throws CommandFailed if it is too large to be read into memory */
    static void requireSize(long bytes) {
        if (bytes > CardRules.MOST_BYTES) {
            throw new CommandFailed(
                    "the file has more than " + (CardRules.MOST_BYTES >> 20) + " MiB, which is too large");
        }
    }

    /** A file may grow meanwhile, or never end. */
    private static long copy(InputStream from, DigestOutputStream to) throws IOException {
        var buffer = new byte[BUFFER];
        var bytes = 0L;
        for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            bytes += count;
            requireSize(bytes);
            to.write(buffer, 0, count);
        }
        return bytes;
    }

    void takeItsPlace(Path target) throws IOException {
        CardFiles.letEverybodyRead(path);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
