package io.facematch.api.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The file of one upload. With a name, it goes when it is closed, unless it is to be kept. */
final class SpoolFile implements AutoCloseable {
    private final FileChannel channel;
    private final @Nullable Path path;
    private final Consumer<Path> onClose;
    private boolean isKept;

    /**
     * @param path null for a file that nobody can open again
     * @param onClose is told of a file with a name when it is closed
     */
    SpoolFile(FileChannel channel, @Nullable Path path, Consumer<Path> onClose) {
        this.channel = channel;
        this.path = path;
        this.onClose = onClose;
    }

    FileChannel channel() {
        return channel;
    }

    @Nullable
    String name() {
        return path == null ? null : path.getFileName().toString();
    }

    /** Of a file that somebody else kept before. */
    SpoolFile kept() {
        isKept = true;
        return this;
    }

    /** Returns when content and name of the file are on the disk itself. */
    void keep() throws IOException {
        var folder = Objects.requireNonNull(path, "a file without a name can't be kept")
                .toAbsolutePath()
                .getParent();
        channel.force(true);
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
        isKept = true;
    }

    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        channel.close();
        if (path == null) {
            return;
        }
        try {
            if (!isKept) {
                Files.deleteIfExists(path);
            }
        } finally {
            onClose.accept(path);
        }
    }
}
