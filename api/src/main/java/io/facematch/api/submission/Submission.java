package io.facematch.api.submission;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.form.Pair;
import io.facematch.api.limit.Permit;
import io.facematch.api.submission.publishing.SpooledArchive;
import io.facematch.payload.ImagePair;
import io.facematch.tenant.ClientReference;
import io.facematch.verification.OperatingPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** What a client sent, read and checked as a whole, ready to be sealed. Closing it releases what it holds. */
sealed interface Submission extends AutoCloseable {
    Provenance provenance();

    OperatingPoint operatingPoint();

    /** A digest of all that was sent, by which a repeated request is recognized. */
    byte[] digest(Mac mac);

    /** From acceptance to the last outcome. */
    Duration deadline();

    int total();

    long payloadBytes();

    @Override
    void close() throws IOException;

    /**
     * One pair, in memory only.
     *
     * @param memory for it, beside what was permitted before it was read
     */
    record Single(Provenance provenance, Pair pair, OperatingPoint operatingPoint, Duration deadline, Permit memory)
            implements Submission {
        ImagePair images() {
            return pair.images();
        }

        @Override
        public byte[] digest(Mac mac) {
            var id = pair.uniqueId() == null ? "" : pair.uniqueId();
            return digestOf(
                    mac,
                    operatingPoint,
                    provenance.reference(),
                    images().probe(),
                    images().reference(),
                    ByteBuffer.wrap(id.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public int total() {
            return 1;
        }

        @Override
        public long payloadBytes() {
            return images().bytes();
        }

        @Override
        public void close() {
            memory.close();
        }

        @Override
        public String toString() {
            return "Single[" + payloadBytes() + " bytes]";
        }
    }

    /**
     * An archive of pairs.
     *
     * @param retryOf the job whose failed pairs are compared again; null for an upload
     */
    record Bulk(
            Provenance provenance,
            SpooledArchive spooled,
            OperatingPoint operatingPoint,
            Duration deadline,
            @Nullable UUID retryOf)
            implements Submission {
        Archive archive() {
            return spooled.archive();
        }

        List<ArchivePair> pairs() {
            return archive().pairs();
        }

        @Override
        public byte[] digest(Mac mac) {
            return digestOf(
                    mac,
                    operatingPoint,
                    provenance.reference(),
                    ByteBuffer.wrap(spooled.spool().digest()),
                    ByteBuffer.wrap(spooled.reading().code().getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public int total() {
            return pairs().size();
        }

        @Override
        public long payloadBytes() {
            return archive().imageBytes();
        }

        @Override
        public void close() throws IOException {
            spooled.close();
        }

        @Override
        public String toString() {
            return "Bulk[" + payloadBytes() + " bytes]";
        }
    }

    /** The length stands before each part, so that no two submissions have the same bytes together. */
    private static byte[] digestOf(Mac mac, OperatingPoint point, ClientReference reference, ByteBuffer... parts) {
        mac.update(point.code().getBytes(StandardCharsets.US_ASCII));
        for (var part : parts) {
            add(mac, part);
        }
        if (!reference.isEmpty()) {
            add(mac, bytes(reference.consentRef()));
            add(mac, bytes(reference.reference()));
        }
        return mac.doFinal();
    }

    private static void add(Mac mac, ByteBuffer part) {
        mac.update((byte) 0);
        mac.update(Integer.toString(part.remaining()).getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        mac.update(part);
    }

    private static ByteBuffer bytes(@Nullable String text) {
        return ByteBuffer.wrap((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
    }
}
