package io.facematch.standalone.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps other processes, and other threads of this one, out of a folder until it is closed. */
public final class HomeLock implements Closeable {
    /** A system may give up a process's lock when that process opens and closes the file again, so it never does. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Empty if the lock is held already. */
    static Optional<HomeLock> attempt(Path file) throws IOException {
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        var locked = false;
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            locked = channel.tryLock() != null;
            return locked ? Optional.of(new HomeLock(file, channel)) : Optional.empty();
        } finally {
            if (!locked) {
                channel.close();
                HELD.remove(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }
}
