package io.facematch.api.submission;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.UnreadableMember;
import io.facematch.api.spool.Spool;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client sent, read and checked as a whole, ready to be sealed. Close it to forget it. */
sealed interface Submission extends AutoCloseable {
    /** The dialect it came through, for the audit. */
    String surface();

    OperatingPoint operatingPoint();

    /** Keyed digest of all that was sent; tells a repetition from something else. */
    byte[] digest();

    /** From acceptance to the last outcome. */
    Duration deadline();

    int total();

    long payloadBytes();

    @Override
    void close() throws IOException;

    /** One pair, in memory only. */
    record Single(
            String surface,
            byte[] probe,
            byte[] reference,
            @Nullable String uniqueId,
            OperatingPoint operatingPoint,
            Duration deadline,
            byte[] digest)
            implements Submission {
        @Override
        public int total() {
            return 1;
        }

        @Override
        public long payloadBytes() {
            return (long) probe.length + reference.length;
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "Single[" + payloadBytes() + " bytes]";
        }
    }

    /** An archive whose directory was checked; its images stay in the encrypted spool until they are sealed. */
    record Bulk(
            String surface,
            Spool spool,
            Archive archive,
            OperatingPoint operatingPoint,
            Duration deadline,
            byte[] digest)
            implements Submission {
        List<ArchivePair> pairs() {
            return archive.pairs();
        }

        byte[] image(ArchivePair pair, Role role) throws UnreadableMember, IOException {
            return archive.readImage(pair, role);
        }

        @Override
        public int total() {
            return archive.pairs().size();
        }

        @Override
        public long payloadBytes() {
            return archive.imageBytes();
        }

        @Override
        public void close() throws IOException {
            try (spool) {
                archive.close();
            }
        }

        @Override
        public String toString() {
            return "Bulk[" + payloadBytes() + " bytes]";
        }
    }
}
