package io.facematch.api.submission.publishing;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchiveReading;
import io.facematch.api.limit.Permit;
import io.facematch.api.spool.Spool;
import java.io.IOException;

/**
 * An archive whose directory was checked; its images stay in the encrypted spool until they are sealed. Closing it closes
 * all of it, unless it was handed over.
 */
public final class SpooledArchive implements AutoCloseable {
    private final Spool spool;
    private final Archive archive;
    private final ArchiveReading reading;
    private final Permit directory;
    private boolean isHandedOver;

    /**
     * @param reading how its names were to be read
     * @param directory memory for what is known of its members
     */
    public SpooledArchive(Spool spool, Archive archive, ArchiveReading reading, Permit directory) {
        this.spool = spool;
        this.archive = archive;
        this.reading = reading;
        this.directory = directory;
    }

    public Spool spool() {
        return spool;
    }

    public Archive archive() {
        return archive;
    }

    public ArchiveReading reading() {
        return reading;
    }

    /** Whether a process after this one can go on with it. */
    public boolean isDurable() {
        return spool.name() != null;
    }

    /** The same for another owner, who closes it in the place of this one. */
    SpooledArchive handOver() {
        isHandedOver = true;
        return new SpooledArchive(spool, archive, reading, directory);
    }

    @Override
    public void close() throws IOException {
        if (isHandedOver) {
            return;
        }
        try (directory;
                spool) {
            archive.close();
        }
    }

    @Override
    public String toString() {
        return "SpooledArchive[" + spool.size() + " bytes]";
    }
}
