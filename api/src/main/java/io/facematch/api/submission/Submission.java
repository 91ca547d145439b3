package io.facematch.api.submission;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.UnreadableMember;
import io.facematch.api.form.Pair;
import io.facematch.api.spool.Spool;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;

/** What a client sent, read and checked as a whole, ready to be sealed. Closing it releases what it holds. */
sealed interface Submission extends AutoCloseable {
    /** The dialect it came through, for the audit. */
    String surface();

    OperatingPoint operatingPoint();

    /** A digest of all that was sent, by which a repeated request is recognized. */
    byte[] digest(Mac mac);

    /** From acceptance to the last outcome. */
    Duration deadline();

    int total();

    long payloadBytes();

    @Override
    void close() throws IOException;

    /** One pair, in memory only. */
    record Single(String surface, Pair pair, OperatingPoint operatingPoint, Duration deadline) implements Submission {
        byte[] probe() {
            return pair.probe();
        }

        byte[] reference() {
            return Objects.requireNonNull(pair.reference(), "a pair has two images");
        }

        @Override
        public byte[] digest(Mac mac) {
            var id = pair.uniqueId() == null ? "" : pair.uniqueId();
            return digestOf(mac, operatingPoint, probe(), reference(), id.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int total() {
            return 1;
        }

        @Override
        public long payloadBytes() {
            return (long) probe().length + reference().length;
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "Single[" + payloadBytes() + " bytes]";
        }
    }

    /** An archive whose directory was checked; its images stay in the encrypted spool until they are sealed. */
    record Bulk(String surface, Spool spool, Archive archive, OperatingPoint operatingPoint, Duration deadline)
            implements Submission {
        List<ArchivePair> pairs() {
            return archive.pairs();
        }

        byte[] image(ArchivePair pair, Role role) throws UnreadableMember, IOException {
            return archive.readImage(pair, role);
        }

        @Override
        public byte[] digest(Mac mac) {
            return digestOf(mac, operatingPoint, spool.digest());
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

    /** The length stands before each part, so that no two submissions have the same bytes together. */
    private static byte[] digestOf(Mac mac, OperatingPoint point, byte[]... parts) {
        mac.update(point.code().getBytes(StandardCharsets.US_ASCII));
        for (var part : parts) {
            mac.update((byte) 0);
            mac.update(Integer.toString(part.length).getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            mac.update(part);
        }
        return mac.doFinal();
    }
}
