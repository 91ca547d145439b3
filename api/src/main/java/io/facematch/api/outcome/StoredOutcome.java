package io.facematch.api.outcome;

import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One pair with its outcome, if it has one yet.
 *
 * @param names stem and member paths, or null when the pair came without
 * @param decided null while the pair waits, and for ever when its job was cancelled or expired before
 */
public record StoredOutcome(
        int index, @Nullable Names names, @Nullable Decided decided) {

    /** What the client called the pair. */
    public record Names(String stem, String image1Path, String image2Path) {
        @Override
        public String toString() {
            return "Names[withheld]";
        }
    }

    /** The outcome as the audit has it. Times in milliseconds; faces as the JSON that is stored. */
    public record Decided(
            Status status,
            @Nullable Reason probeReason,
            @Nullable Reason referenceReason,
            @Nullable Reason fault,
            @Nullable Decision decision,
            @Nullable Double similarity,
            @Nullable Double cosine,
            OperatingPoint operatingPoint,
            @Nullable String embedder,
            @Nullable Double probeQuality,
            @Nullable Double referenceQuality,
            @Nullable String probeFace,
            @Nullable String referenceFace,
            @Nullable Double queueMs,
            @Nullable Double decodeMs,
            @Nullable Double detectMs,
            @Nullable Double embedMs,
            @Nullable Double totalMs,
            Instant decidedAt) {}
}
