package io.facematch.api.archive;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Opens archives from bytes, with limits small enough to hit. */
public final class Archives {

    public static final ArchiveLimits LIMITS = new ArchiveLimits(100, 1 << 20, 3 << 19, 64L << 20);

    private Archives() {}

    static Archive open(byte[] zip) throws IOException {
        return open(zip, LIMITS);
    }

    static Archive open(byte[] zip, ArchiveLimits limits) throws IOException {
        return Archive.open(new SeekableInMemoryByteChannel(zip), limits);
    }

    static Archive open(byte[] zip, ArchiveReading reading) throws IOException {
        return Archive.open(new SeekableInMemoryByteChannel(zip), LIMITS, reading, directoryBytes -> {});
    }

    static RejectedArchive rejection(byte[] zip) {
        return rejection(zip, LIMITS);
    }

    static RejectedArchive rejection(byte[] zip, ArchiveLimits limits) {
        RejectedArchive rejection = catchThrowableOfType(RejectedArchive.class, () -> open(zip, limits));
        if (rejection == null) {
            throw new AssertionError("the archive was accepted");
        }
        return rejection;
    }
}
