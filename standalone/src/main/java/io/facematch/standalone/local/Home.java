package io.facematch.standalone.local;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The folder with everything that standalone mode keeps: keys, database, the private broker's node. Nobody but its owner
 * can read it.
 */
public record Home(Path folder) {

    public static Home ofEnvironment() throws IOException {
        return open(Path.of(Environment.get("FACEMATCH_HOME").orElse(".facematch")));
    }

    public static Home open(Path folder) throws IOException {
        var home = new Home(folder.toAbsolutePath().normalize());
        Files.createDirectories(home.folder);
        Files.setPosixFilePermissions(home.folder, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(home.spool());
        return home;
    }

    public Path masterKey() throws IOException {
        var file = folder.resolve("master.key");
        if (!Files.exists(file)) {
            var key = new byte[32];
            new SecureRandom().nextBytes(key);
            writeOnce(file, Base64.getEncoder().encodeToString(key) + "\n");
        }
        return file;
    }

    public LocalIssuer issuer() throws IOException {
        return LocalIssuer.open(Environment.get("FACEMATCH_ISSUER_PRIVATE_KEY_FILE")
                .map(Path::of)
                .orElse(folder.resolve("issuer.private.pem")));
    }

    public Path database() {
        return folder.resolve("postgres");
    }

    Path spool() {
        return folder.resolve("spool");
    }

    /** Where native libraries are unpacked, once. */
    Path nativeLibraries() {
        return folder.resolve("native");
    }

    /**
     * Keeps a second process out of this folder, until closed.
     *
     * @throws CommandFailed if there is one already
     */
    public FileLock lock() throws IOException {
        return tryLock()
                .orElseThrow(() -> new CommandFailed("another facematch uses " + folder
                        + ". Stop it, send your job to it (POST /v1/jobs), or set FACEMATCH_HOME to another folder."));
    }

    /** The same, but empty if there is one already. */
    public Optional<FileLock> tryLock() throws IOException {
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(lock);
            }
        } catch (OverlappingFileLockException e) {
            // This process has it already, which is one too many as well.
        }
        channel.close();
        return Optional.empty();
    }

    /** Complete or not there, and never readable by others, whenever the process is killed. */
    static void writeOnce(Path file, String text) throws IOException {
        var draft = Files.createTempFile(
                file.getParent(),
                "draft",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
