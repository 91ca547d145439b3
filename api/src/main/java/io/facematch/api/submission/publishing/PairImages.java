package io.facematch.api.submission.publishing;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.UnreadableMember;
import io.facematch.api.limit.Permit;
import io.facematch.payload.ImagePair;
import io.facematch.queue.PublishingBatch;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.verification.Reason;
import io.facematch.verification.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The images of a pair of an archive, or why they can't be read.
 *
 * @param reasons why not, for those that can't
 * @param memory that they take, to be given back
 */
record PairImages(ImagePair pair, Map<Role, Reason> reasons, Permit memory) {
    /** Shorter than a lease, so that a submission that gets no memory fails by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /**
     * Waits for memory first, which comes back as the broker confirms pairs before this one.
     *
     * @param before publishes them
     * @throws BrokerUnavailable if none comes
     */
    static PairImages read(Archive archive, ArchivePair pair, ImageMemory memory, PublishingBatch before)
            throws BrokerUnavailable, IOException {
        var reasons = new EnumMap<Role, Reason>(Role.class);
        var probe = size(archive, pair, Role.PROBE, reasons);
        var reference = size(archive, pair, Role.REFERENCE, reasons);
        var held = reserve(memory, probe + (long) reference + ImagePair.SEAL_BYTES, before);
        var complete = false;
        try {
            var images = new ImagePair(probe, reference);
            read(archive, pair, Role.PROBE, images.probe(), reasons);
            read(archive, pair, Role.REFERENCE, images.reference(), reasons);
            complete = true;
            return new PairImages(images, reasons, held);
        } finally {
            if (!complete) {
                held.close();
            }
        }
    }

    boolean areReadable() {
        return reasons.isEmpty();
    }

    @Nullable
    Reason reason(Role role) {
        return reasons.get(role);
    }

    private static int size(Archive archive, ArchivePair pair, Role role, Map<Role, Reason> reasons) {
        try {
            return archive.imageSize(pair, role);
        } catch (UnreadableMember e) {
            reasons.put(role, e.reason());
            return 0;
        }
    }

    private static void read(Archive archive, ArchivePair pair, Role role, ByteBuffer target, Map<Role, Reason> reasons)
            throws IOException {
        if (reasons.containsKey(role)) {
            return;
        }
        try {
            archive.readImage(pair, role, target);
        } catch (UnreadableMember e) {
            reasons.put(role, e.reason());
        }
    }

    private static Permit reserve(ImageMemory memory, long bytes, PublishingBatch before) throws BrokerUnavailable {
        var end = System.nanoTime() + PATIENCE.toNanos();
        try {
            do {
                var permit = memory.reserve(bytes, BETWEEN_LOOKS);
                if (permit.isPresent()) {
                    return permit.get();
                }
                before.catchUp();
            } while (System.nanoTime() < end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new BrokerUnavailable();
    }
}
