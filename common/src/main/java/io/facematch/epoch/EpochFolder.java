package io.facematch.epoch;

import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.payload.MasterKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keys of epochs as files of a folder that all processes of an installation share. Each is wrapped under the master key,
 * overwritten with random bytes and deleted when it is destroyed. On a disk that keeps what was overwritten, as solid state
 * disks and snapshots do, the old bytes are as safe as the master key and the disk's own encryption.
 *
 * <p>A file named {@code installation} ties the folder to one database: an empty folder in its place, such as a volume that
 * was not mounted, is not taken for one whose keys were destroyed.
 */
public final class EpochFolder implements EpochKeys {
    private static final String OWNER = "installation";
    private static final String SUFFIX = ".key";
    private static final Pattern KEY_FILE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.key");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final UUID installation;
    private final MasterKeys masterKeys;

    private EpochFolder(Path folder, UUID installation, MasterKeys masterKeys) {
        this.folder = folder;
        this.installation = installation;
        this.masterKeys = masterKeys;
    }

    /**
     * A folder that belongs to this installation already.
     *
     * @throws UnusableKeyFolder if it does not
     */
    public static EpochFolder open(Path folder, UUID installation, MasterKeys masterKeys) {
        return new EpochFolder(folder, installation, masterKeys).requireOwn();
    }

    /**
     * The same, but an empty folder, or none, becomes that of this installation.
     *
     * @throws UnusableKeyFolder if it belongs to another one, or can't be written
     */
    public static EpochFolder openOrMake(Path folder, UUID installation, MasterKeys masterKeys) {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try (var files = Files.list(folder)) {
                if (files.noneMatch(EpochFolder::isOurs)) {
                    write(folder, OWNER, (installation + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            throw new UnusableKeyFolder(
                    folder, "it can't be written (" + e.getClass().getSimpleName() + ")");
        }
        return open(folder, installation, masterKeys);
    }

    private static boolean isOurs(Path file) {
        return file.endsWith(OWNER)
                || KEY_FILE.matcher(file.getFileName().toString()).matches();
    }

    private EpochFolder requireOwn() {
        try {
            if (!owner().equals(installation.toString())) {
                throw new UnusableKeyFolder(folder, "it belongs to another database");
            }
        } catch (NoSuchFileException e) {
            throw new UnusableKeyFolder(
                    folder,
                    "it is not the folder that the API of this database uses. Give all processes the same one; the API"
                            + " makes it at its first start");
        } catch (IOException e) {
            throw new UnusableKeyFolder(
                    folder, "it can't be read (" + e.getClass().getSimpleName() + ")");
        }
        return this;
    }

    private String owner() throws IOException {
        return Files.readString(folder.resolve(OWNER), StandardCharsets.ISO_8859_1)
                .strip();
    }

    @Override
    public void create(UUID epoch) {
        try (var key = DataKey.random()) {
            write(folder, epoch + SUFFIX, masterKeys.wrap(key));
        } catch (IOException e) {
            throw away(e);
        }
    }

    @Override
    public byte[] wrap(UUID epoch, DataKey key) {
        try (var epochKey = read(epoch)) {
            return epochKey.wrap(key);
        }
    }

    @Override
    public DataKey unwrap(UUID epoch, byte[] wrapped) {
        try (var epochKey = read(epoch)) {
            return epochKey.unwrap(wrapped).orElseThrow(() -> new KeyLost("a data key is not one of epoch " + epoch));
        }
    }

    /** Read each time: what is not in memory needs no wiping there when it is destroyed. */
    private DataKey read(UUID epoch) {
        try {
            return masterKeys.unwrap(Files.readAllBytes(file(epoch)));
        } catch (NoSuchFileException e) {
            throw isReachable() ? new KeyLost("the key of epoch " + epoch + " is gone") : away(e);
        } catch (UnusableMasterKey e) {
            // Another process may have the master key that this one lacks.
            throw new EpochKeysAway("the key of epoch " + epoch
                    + " is wrapped by a master key that this process does not" + " have, or altered");
        } catch (IOException e) {
            throw away(e);
        }
    }

    private boolean isReachable() {
        try {
            return owner().equals(installation.toString());
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void destroy(UUID epoch) {
        var file = file(epoch);
        try {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                var noise = new byte[Math.toIntExact(channel.size())];
                RANDOM.nextBytes(noise);
                writeAll(channel, noise);
            }
            Files.delete(file);
            forceFolder(folder);
        } catch (NoSuchFileException e) {
            // Another process was faster.
        } catch (IOException e) {
            throw away(e);
        }
    }

    @Override
    public Set<UUID> present() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> KEY_FILE.matcher(name).matches())
                    .map(name -> UUID.fromString(name.substring(0, name.length() - SUFFIX.length())))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw away(e);
        }
    }

    private Path file(UUID epoch) {
        return folder.resolve(epoch + SUFFIX);
    }

    /** Complete and durable or not there, whenever the process is killed. */
    private static void write(Path folder, String name, byte[] content) throws IOException {
        var draft = Files.createTempFile(
                folder,
                "draft",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            writeAll(channel, content);
        }
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        forceFolder(folder);
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(true);
    }

    private static void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private EpochKeysAway away(IOException cause) {
        return new EpochKeysAway(
                "the folder " + folder + ": " + cause.getClass().getSimpleName());
    }

    /** The folder of keys can't be used; the message says why and what to do. */
    public static final class UnusableKeyFolder extends RuntimeException {
        UnusableKeyFolder(Path folder, String why) {
            super("The folder of keys " + folder + " (FACEMATCH_KEYS_FOLDER) can't be used: " + why);
        }

        UnusableKeyFolder(String what) {
            super(what);
        }
    }
}
