package io.facematch.api.spool;

import io.facematch.start.UnusableSetting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder where uploads wait. In a durable one they have names and outlive their process, and any process that uses the
 * same folder can go on with them; an id in it tells it from the folders of other machines. Safe for many threads.
 *
 * <p>Each process holds a lock in a durable folder while it lives. What a killed process received, and nobody has been told
 * of, is known by that lock and goes.
 */
public final class SpoolFolder implements AutoCloseable {
    private static final String ID = "folder.id";
    private static final Pattern UPLOAD = Pattern.compile("upload-([0-9a-f-]{36})-[0-9a-f-]{36}");
    private static final Pattern PROCESS = Pattern.compile("process-([0-9a-f-]{36})[.]lock");

    /** A commit that its process did not live to hear of may still come. */
    private static final Duration ABANDONED_FOR = Duration.ofSeconds(30);

    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<OpenOption> OWN = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> OWN_AND_NAMELESS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE,
            LinkOption.NOFOLLOW_LINKS);

    private final Path folder;
    private final InstantSource clock;
    private final @Nullable UUID id;
    private final boolean isDurable;
    private final UUID process = UUID.randomUUID();
    private final @Nullable FileLock lock;
    private final Set<Path> open = ConcurrentHashMap.newKeySet();

    /** When a file was first seen that nobody uses. */
    private final Map<Path, Long> abandoned = new HashMap<>();

    private SpoolFolder(Path folder, InstantSource clock, @Nullable UUID id, boolean isDurable) throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.id = id;
        this.isDurable = isDurable;
        this.lock = id == null ? null : lock(folder.resolve(lockOf(process)));
    }

    /**
     * For uploads that are gone with this process. Those that were kept there before are not forgotten.
     *
     * @throws UnusableSetting if another installation keeps uploads there
     */
    public static SpoolFolder temporary(Path folder, UUID installation, InstantSource clock) throws IOException {
        var id = Files.exists(folder.resolve(ID)) ? id(folder, installation) : null;
        return new SpoolFolder(folder, clock, id, false);
    }

    /**
     * For uploads that outlive this process, and the machine's next start.
     *
     * @param installation whose database knows the uploads: another one would take them for abandoned
     * @throws UnusableSetting if the folder belongs to another installation
     */
    public static SpoolFolder durable(Path folder, UUID installation, InstantSource clock) throws IOException {
        return new SpoolFolder(folder, clock, id(folder, installation), true);
    }

    private static UUID id(Path folder, UUID installation) throws IOException {
        var owner = readOrMake(folder, installation).split(" ", 2);
        if (owner.length < 2 || !owner[1].equals(installation.toString())) {
            throw new UnusableSetting("The folder of uploads " + folder
                    + " (FACEMATCH_SUBMISSION_SPOOL_DIRECTORY) belongs to another database. Name another folder");
        }
        return UUID.fromString(owner[0]);
    }

    /** Whoever comes first writes it, under a name that appears with all of its content. */
    private static String readOrMake(Path folder, UUID installation) throws IOException {
        var file = folder.resolve(ID);
        if (!Files.exists(file)) {
            var draft = Files.createTempFile(folder, ID, ".new", OWNERS);
            try {
                Files.writeString(draft, UUID.randomUUID() + " " + installation + "\n");
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException another) {
                // Another process was faster: its id counts.
            } finally {
                Files.delete(draft);
            }
        }
        return Files.readString(file).strip();
    }

    /** The lock is there before the name under which others look for it. */
    private static FileLock lock(Path file) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".new");
        var channel = FileChannel.open(draft, OWN, OWNERS);
        try {
            var held = Objects.requireNonNull(channel.tryLock(), "nobody else knows the file yet");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return held;
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(draft);
            throw new UnusableSetting(
                    "The folder of uploads " + file.getParent()
                            + " (FACEMATCH_SUBMISSION_SPOOL_DIRECTORY) gives no locks on files, so nothing can be kept there. Name"
                            + " another folder, or set FACEMATCH_SUBMISSION_ACCEPT_AFTER=published",
                    e);
        }
    }

    private static String lockOf(Object process) {
        return "process-" + process + ".lock";
    }

    /** Whether what is received now can be kept. */
    public boolean isDurable() {
        return isDurable;
    }

    /** The same for all processes that use this folder; empty where no upload was ever kept. */
    public Optional<UUID> id() {
        return Optional.ofNullable(id);
    }

    /** Bytes that may still be written to it. */
    public long usableSpace() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    SpoolFile newFile() throws IOException {
        var path = folder.resolve("upload-" + process + "-" + UUID.randomUUID());
        if (!isDurable()) {
            return new SpoolFile(FileChannel.open(path, OWN_AND_NAMELESS, OWNERS), null, closed -> {});
        }
        open.add(path);
        var opened = false;
        try {
            var file = new SpoolFile(FileChannel.open(path, OWN, OWNERS), path, open::remove);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                open.remove(path);
            }
        }
    }

    Path path(String name) {
        if (!UPLOAD.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of an upload");
        }
        return folder.resolve(name);
    }

    /** Deletes a file that was kept. It may be gone already. */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    /**
     * Deletes uploads that nobody uses and nobody knows of, once they have been so for half a minute: their process was
     * killed, or did not hear whether its last commit succeeded.
     *
     * @param known tells which of the names somebody knows
     */
    public synchronized void removeAbandoned(Known known) throws IOException {
        var now = clock.millis();
        var candidates = candidates();
        var told = known.among(
                candidates.stream().map(path -> path.getFileName().toString()).toList());
        candidates.removeIf(path -> told.contains(path.getFileName().toString()));
        abandoned.keySet().retainAll(candidates);
        for (var path : candidates) {
            // Where the clock was set back, the time begins again.
            var since = abandoned.merge(path, now, Math::min);
            if (now - since >= ABANDONED_FOR.toMillis()) {
                Files.deleteIfExists(path);
                abandoned.remove(path);
            }
        }
    }

    /** Which of some names are known. */
    @FunctionalInterface
    public interface Known {
        Set<String> among(List<String> names);
    }

    private Set<Path> candidates() throws IOException {
        var found = new HashSet<Path>();
        var alive = new HashMap<String, Boolean>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var path : files) {
                var name = path.getFileName().toString();
                var upload = UPLOAD.matcher(name);
                if (upload.matches() && !open.contains(path)) {
                    var owner = upload.group(1);
                    if (owner.equals(process.toString()) || !alive.computeIfAbsent(owner, this::isAlive)) {
                        found.add(path);
                    }
                }
                var other = PROCESS.matcher(name);
                if (other.matches() && !other.group(1).equals(process.toString())) {
                    alive.computeIfAbsent(other.group(1), this::isAlive);
                }
            }
        }
        return found;
    }

    /** Takes away the lock of a process that has ended. */
    private boolean isAlive(String other) {
        var file = folder.resolve(lockOf(other));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            var taken = channel.tryLock();
            if (taken == null) {
                return true;
            }
            Files.deleteIfExists(file);
            return false;
        } catch (OverlappingFileLockException ofThisProcess) {
            return true;
        } catch (NoSuchFileException ended) {
            return false;
        } catch (IOException e) {
            // Where it can't be known, nothing is taken away.
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null && lock.acquiredBy().isOpen()) {
            Files.deleteIfExists(folder.resolve(lockOf(process)));
            lock.acquiredBy().close();
        }
    }

    @Override
    public String toString() {
        return "SpoolFolder[" + (isDurable() ? "durable" : "temporary") + "]";
    }
}
