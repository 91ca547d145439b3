package io.facematch.api.audit.query;

import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.audit.filter.DecisionCode;
import io.facematch.api.outcome.PublishedSimilarity;
import io.facematch.api.outcome.Reasons;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Erased;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Result;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as a search finds it. Where it is stored, when it was decided, its leaf and the side of the photo are of its
 * {@link AuditEntry}; each other component is the attribute of that name of {@link RecordedOutcome}.
 *
 * @param acceptedOn the day on which the job was accepted, in UTC
 * @param threshold the lowest similarity that was a match when it was decided
 * @param sealedReference what the client said about the submission, as it is sealed
 * @param photoSide which photo was the one that was asked for: {@code image1}, {@code image2} or {@code both}; null where
 *     none was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // read once and written out, never compared
public record FoundOutcome(
        LocalDate acceptedOn,
        UUID jobId,
        Integer pairIndex,
        Instant decidedAt,
        String tenant,
        String client,
        String surface,
        String status,
        @Nullable String decision,
        @Nullable Double similarity,
        @Nullable Double cosine,
        Double threshold,
        String operatingPoint,
        @Nullable String embedder,
        @Nullable String detector,
        @Nullable String calibration,
        @Nullable Boolean calibratedWithThisDetector,
        byte @Nullable [] cardSha256,
        byte @Nullable [] calibrationSha256,
        @Nullable String probeReason,
        @Nullable String referenceReason,
        @Nullable String fault,
        @Nullable Float probeQuality,
        @Nullable Float referenceQuality,
        @Nullable Short probeFaces,
        @Nullable Short referenceFaces,
        @Nullable Short probeRotation,
        @Nullable Short referenceRotation,
        @Nullable Float queueMs,
        @Nullable Float decodeMs,
        @Nullable Float detectMs,
        @Nullable Float embedMs,
        @Nullable Float totalMs,
        String worker,
        @Nullable String probeFormat,
        @Nullable Integer probeBytes,
        @Nullable Integer probeWidth,
        @Nullable Integer probeHeight,
        byte @Nullable [] probePhotoDigest,
        @Nullable String referenceFormat,
        @Nullable Integer referenceBytes,
        @Nullable Integer referenceWidth,
        @Nullable Integer referenceHeight,
        byte @Nullable [] referencePhotoDigest,
        byte @Nullable [] traceId,
        @Nullable Short httpStatus,
        Long leafIndex,
        byte @Nullable [] subjectReference,
        byte @Nullable [] sealedReference,
        @Nullable String photoSide) {

    OutcomePlace place() {
        return new OutcomePlace(decidedAt, jobId, pairIndex);
    }

    public OutcomeId id() {
        return new OutcomeId(jobId, pairIndex);
    }

    /** The name on the wire. */
    public String pointCode() {
        return OperatingPoint.valueOf(operatingPoint).code();
    }

    /** The name on the wire; null when nothing was decided. */
    public @Nullable String decisionCode() {
        return decision == null ? null : DecisionCode.of(Decision.valueOf(decision));
    }

    /** With four decimals, as clients get it; null when nothing was decided, and when it was erased. */
    public @Nullable BigDecimal publishedSimilarity() {
        return result() instanceof Compared compared ? PublishedSimilarity.of(compared, threshold) : null;
    }

    /** Why nothing was decided. */
    public Reasons reasons() {
        return Reasons.of(result());
    }

    private Result result() {
        return switch (Status.ofCode(status)) {
            case SUCCESS -> compared(Decision.valueOf(Objects.requireNonNull(decision)));
            case ERROR -> new Fault(Reason.valueOf(Objects.requireNonNull(fault)));
            case EMPTY_IMAGE, NO_FACE_DETECTED, LANDMARKS_NOT_DETECTED, INVALID_IMAGE, LOW_QUALITY ->
                new NotCompared(reason(probeReason), reason(referenceReason));
        };
    }

    private Result compared(Decision decided) {
        return similarity == null || cosine == null
                ? new Erased(decided)
                : new Compared(similarity, cosine, decided, null, null);
    }

    private static @Nullable Reason reason(@Nullable String name) {
        return name == null ? null : Reason.valueOf(name);
    }

    @Override
    public String toString() {
        return "FoundOutcome[" + id() + "]";
    }
}
