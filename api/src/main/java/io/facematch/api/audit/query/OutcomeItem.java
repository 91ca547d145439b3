package io.facematch.api.audit.query;

import io.facematch.api.outcome.Reasons;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An outcome in a list, in JSON.
 *
 * @param similarity calibrated, in [0, 1], four decimals
 * @param model id of the network that decided
 * @param failures why nothing was decided, per image
 * @param photoSide which photo is the one that was asked for: {@code image1}, {@code image2} or {@code both}
 */
record OutcomeItem(
        String id,
        UUID job,
        int pairIndex,
        Instant decidedAt,
        String client,
        String surface,
        String status,
        @Nullable String decision,
        @Nullable BigDecimal similarity,
        double threshold,
        String operatingPoint,
        @Nullable String model,
        @Nullable String calibration,
        @Nullable List<Failure> failures,
        @Nullable String photoSide,
        Links links) {

    /** @param side {@code image1}, {@code image2} or {@code pair} */
    record Failure(String side, String reason) {
        static @Nullable List<Failure> of(Reasons reasons) {
            return reasons.entries().isEmpty()
                    ? null
                    : reasons.entries().stream()
                            .map(entry -> new Failure(entry.side(), entry.code()))
                            .toList();
        }
    }

    /** Relative to the API's address. */
    record Links(URI self) {}

    static OutcomeItem of(FoundOutcome found) {
        return new OutcomeItem(
                found.id().toString(),
                found.jobId(),
                found.pairIndex(),
                found.decidedAt(),
                found.client(),
                found.surface(),
                found.status(),
                found.decisionCode(),
                found.publishedSimilarity(),
                found.threshold(),
                found.pointCode(),
                found.embedder(),
                found.calibration(),
                Failure.of(found.reasons()),
                found.photoSide(),
                new Links(found.id().address()));
    }
}
