package io.facematch.standalone.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is not complete. When it is, it takes its place; else it goes away, also when the program is interrupted. */
final class PartFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);

    /** No download takes so long: a part that is older is that of a killed process. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path target;
    private final Path path;
    private final FileChannel channel;

    private PartFile(Path target, Path path, FileChannel channel) {
        this.target = target;
        this.path = path;
        this.channel = channel;
    }

    /** Makes the folder, too. Several processes may do the same at the same time. */
    static PartFile of(Path target) throws IOException {
        var folder = target.toAbsolutePath().resolveSibling("");
        Files.createDirectories(folder);
        deleteAbandoned(folder, target.getFileName() + ".*.part");
        var path = folder.resolve(target.getFileName() + "." + UUID.randomUUID() + ".part");
        path.toFile().deleteOnExit();
        return new PartFile(
                target, path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    private static void deleteAbandoned(Path folder, String names) throws IOException {
        try (var parts = Files.newDirectoryStream(folder, names)) {
            for (var part : parts) {
                if (Files.getLastModifiedTime(part)
                        .toInstant()
                        .isBefore(Instant.now().minus(ABANDONED))) {
                    delete(part);
                }
            }
        }
    }

    OutputStream content() {
        return Channels.newOutputStream(channel);
    }

    void takeItsPlace() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        delete(path);
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.debug("{} remains until the program ends", part, e);
        }
    }
}
