package io.facematch.standalone.local;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The folder with everything that standalone mode keeps: keys, database, the private broker's node. Only its owner can
 * read it.
 */
public record Home(Path folder) {
    private static final String AUDIT_KEY = "audit.key";

    /** @throws CommandFailed if the folder can't be used */
    public static Home ofEnvironment() {
        var folder = Path.of(Environment.get("FACEMATCH_HOME").orElse(".facematch"));
        try {
            return open(folder);
        } catch (IOException | UnsupportedOperationException e) {
            throw new CommandFailed("the state folder " + folder.toAbsolutePath() + " (FACEMATCH_HOME) can't be used: "
                    + CommandFailed.inWords(e));
        }
    }

    public static Home open(Path folder) throws IOException {
        var home = new Home(folder.toAbsolutePath().normalize());
        Files.createDirectories(home.folder);
        Files.setPosixFilePermissions(home.folder, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(home.spool());
        return home;
    }

    public Path masterKey() throws IOException {
        return randomKey("master.key");
    }

    /** Of what signs the audit log. */
    public Path auditKey() throws IOException {
        return randomKey(AUDIT_KEY);
    }

    /** The same, when there is one. */
    public Optional<Path> existingAuditKey() {
        return Optional.of(folder.resolve(AUDIT_KEY)).filter(Files::exists);
    }

    private Path randomKey(String name) throws IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
            var key = new byte[32];
            new SecureRandom().nextBytes(key);
            writeOnce(file, Base64.getEncoder().encodeToString(key) + "\n");
        }
        return file;
    }

    /** Makes tokens for the server that runs here; when there is none, for the one that the environment asks for. */
    public LocalIssuer issuer() throws IOException {
        return LocalIssuer.open(
                Environment.get("FACEMATCH_ISSUER_PRIVATE_KEY_FILE")
                        .map(Path::of)
                        .orElse(folder.resolve("issuer.private.pem")),
                issuerUri());
    }

    /** Where clients ask for tokens. */
    public String issuerUri() throws IOException {
        return running().map(RunningServer::issuer).orElseGet(LocalIssuer::configuredUri);
    }

    /** The server that {@code up} runs on this folder. */
    public Optional<RunningServer> running() throws IOException {
        return Files.exists(announcement()) && isInUse()
                ? Optional.of(RunningServer.read(announcement()))
                : Optional.empty();
    }

    Path announcement() {
        return folder.resolve("server.properties");
    }

    public Path database() {
        return folder.resolve("postgres");
    }

    public Path broker() {
        return folder.resolve("rabbitmq");
    }

    public Path spool() {
        return folder.resolve("spool");
    }

    /** Of the keys that data keys are wrapped under. */
    public Path keys() {
        return folder.resolve("keys");
    }

    /** Where native libraries are unpacked, once. */
    Path nativeLibraries() {
        return folder.resolve("native");
    }

    /**
     * Keeps a second server out of this folder, until closed.
     *
     * @throws CommandFailed if there is one already
     */
    public HomeLock lock() throws IOException {
        return tryLock()
                .orElseThrow(() -> new CommandFailed("another facematch uses " + folder
                        + ". Wait until it serves or ends, or set FACEMATCH_HOME to another folder."));
    }

    /** The same, but empty if there is one already. */
    public Optional<HomeLock> tryLock() throws IOException {
        return HomeLock.attempt(folder.resolve("lock"));
    }

    /** Whether a server uses this folder, of this process or of another. */
    public boolean isInUse() throws IOException {
        var lock = tryLock();
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
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
