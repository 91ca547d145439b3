package io.facematch.job;

import io.facematch.verification.Decision;
import io.facematch.verification.Face;
import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import io.facematch.verification.Role;
import io.facematch.verification.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one outcome of one pair: what the audit keeps, as it is written and as it is read back.
 *
 * @param job without its key when it is read back
 * @param result what was found out
 * @param threshold the lowest similarity that was a match when it was decided; that of the operating point may be another
 *     one later
 * @param photos what the client sent
 * @param models what decided; null when no model was asked
 * @param timings null when nothing was compared
 * @param worker version and name of the process that wrote it
 */
public record Outcome(
        OpenJob job,
        int index,
        Result result,
        double threshold,
        Photos photos,
        @Nullable Models models,
        @Nullable Timings timings,
        String worker,
        Instant decidedAt) {

    /** One that is decided now, by the operating point of its job. */
    public Outcome(
            OpenJob job,
            int index,
            Result result,
            Photos photos,
            @Nullable Models models,
            @Nullable Timings timings,
            String worker,
            Instant decidedAt) {
        this(job, index, result, job.operatingPoint().threshold(), photos, models, timings, worker, decidedAt);
    }

    /** The same of a pair whose photos nobody could look at. */
    public Outcome(
            OpenJob job,
            int index,
            Result result,
            @Nullable Models models,
            @Nullable Timings timings,
            String worker,
            Instant decidedAt) {
        this(job, index, result, Photos.UNKNOWN, models, timings, worker, decidedAt);
    }

    /** What is known of the photos; null for one that nobody looked at, and in rows from before that was kept. */
    public record Photos(@Nullable Photo probe, @Nullable Photo reference) {
        public static final Photos UNKNOWN = new Photos(null, null);
    }

    /**
     * What the client sent as one of the photos, without being able to show it.
     *
     * @param format what its first bytes say; null when they say nothing
     * @param bytes as the client sent it
     * @param width in pixels, of the upright photo; null, like the height, where it could not be read
     * @param height in pixels
     * @param digest of its bytes, by the tenant's {@link io.facematch.tenant.PhotoKey}; null where that was not there
     */
    public record Photo(
            @Nullable FileFormat format,
            int bytes,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable String digest) {
        @Override
        public String toString() {
            return "Photo[" + format + ", " + bytes + " bytes]";
        }
    }

    public sealed interface Result {
        Status status();

        /** Null when the image has no face that can be compared, and in rows from before faces were kept. */
        @Nullable
        Face probeFace();

        /** Null like that of the probe. */
        @Nullable
        Face referenceFace();

        default @Nullable Face face(Role role) {
            return switch (role) {
                case PROBE -> probeFace();
                case REFERENCE -> referenceFace();
            };
        }
    }

    /**
     * @param similarity calibrated, in [0, 1]
     * @param cosine raw, in [-1, 1]
     */
    public record Compared(
            double similarity,
            double cosine,
            Decision decision,
            @Nullable Face probeFace,
            @Nullable Face referenceFace) implements Result {
        /** How far rounding may carry the product of two vectors of length 1 beyond 1. */
        private static final double ROUNDING = 1e-6;

        // The database would refuse the row, and with it the whole batch. NaN fails every comparison.
        public Compared {
            if (!(similarity >= 0 && similarity <= 1)) {
                throw new IllegalArgumentException("a similarity is in [0, 1]");
            }
            if (!(Math.abs(cosine) <= 1 + ROUNDING)) {
                throw new IllegalArgumentException("a cosine is in [-1, 1]");
            }
        }

        @Override
        public Status status() {
            return Status.SUCCESS;
        }
    }

    /**
     * It was compared, and then its subject was erased: how alike the faces were, and where they were, is gone. Nothing but
     * erasure makes it.
     */
    public record Erased(Decision decision) implements Result {
        @Override
        public @Nullable Face probeFace() {
            return null;
        }

        @Override
        public @Nullable Face referenceFace() {
            return null;
        }

        @Override
        public Status status() {
            return Status.SUCCESS;
        }
    }

    /**
     * At least one side can't be compared; the other may have a face. When neither can, the status is that of the side
     * that failed at the earlier stage, so it does not depend on which side is the probe.
     */
    public record NotCompared(
            @Nullable Reason probe,
            @Nullable Reason reference,
            @Nullable Face probeFace,
            @Nullable Face referenceFace) implements Result {
        public NotCompared {
            if (probe == null && reference == null) {
                throw new IllegalArgumentException("not compared without a reason");
            }
        }

        public NotCompared(@Nullable Reason probe, @Nullable Reason reference) {
            this(probe, reference, null, null);
        }

        @Override
        public Status status() {
            return Stream.of(Optional.ofNullable(probe), Optional.ofNullable(reference))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder())
                    .orElseThrow()
                    .status();
        }
    }

    /** The pair was given up for a reason that is not in its images. */
    public record Fault(Reason reason) implements Result {
        public Fault {
            if (reason.status() != Status.ERROR) {
                throw new IllegalArgumentException(reason + " is not a fault");
            }
        }

        @Override
        public @Nullable Face probeFace() {
            return null;
        }

        @Override
        public @Nullable Face referenceFace() {
            return null;
        }

        @Override
        public Status status() {
            return Status.ERROR;
        }
    }

    /**
     * Ids of the models that decided, from their cards.
     *
     * @param calibratedWithThisDetector whether the calibration was measured with faces that this detector found; null
     *     in rows from before that was kept
     * @param cardSha256 of the embedder's card, lower-case hex; null in rows from before that was kept
     * @param calibrationSha256 of the calibration's text, like that of the card
     */
    public record Models(
            String embedder,
            String detector,
            String calibration,
            @Nullable Boolean calibratedWithThisDetector,
            @Nullable String cardSha256,
            @Nullable String calibrationSha256) {}

    /**
     * How long it took.
     *
     * @param queue from publishing to delivery
     * @param total the worker's own time
     */
    public record Timings(Duration queue, Duration decode, Duration detect, Duration embed, Duration total) {}

    /** What tells it on the surface of its job. */
    public int httpStatus() {
        return AnsweredStatus.of(job.surface(), result);
    }

    /** The time from publishing the pair to its outcome; zero when it was given up without being compared. */
    public Duration responseTime() {
        return timings == null ? Duration.ZERO : timings.queue().plus(timings.total());
    }
}
