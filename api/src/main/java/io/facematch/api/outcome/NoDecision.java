package io.facematch.api.outcome;

import io.facematch.job.JobState;
import io.facematch.job.Outcome;
import io.facematch.verification.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a pair has no decision, for the results archive.
 *
 * @param code a status code; {@code Cancelled} or {@code Expired} when the job ended before the pair was compared
 * @param side {@code image1}, {@code image2}, {@code both}, or null when no image is at fault
 * @param httpStatus what a single comparison answers: 200 also for a readable photo that can't be compared, 400 when one
 *     can't be read, 500 or 503 when the server is at fault; 409 when the job ended before
 */
public record NoDecision(String code, @Nullable String side, String message, int httpStatus) {

    /** Empty for a compared pair. */
    public static Optional<NoDecision> of(StoredOutcome pair, JobState jobState) {
        return pair.outcome().map(NoDecision::of).orElseGet(() -> Optional.of(neverCompared(jobState)));
    }

    private static Optional<NoDecision> of(Outcome outcome) {
        return outcome.result().status() == Status.SUCCESS ? Optional.empty() : Optional.of(because(outcome));
    }

    private static NoDecision because(Outcome outcome) {
        var reasons = Reasons.of(outcome);
        return new NoDecision(
                outcome.result().status().code(), reasons.side(), reasons.message(), outcome.httpStatus());
    }

    private static NoDecision neverCompared(JobState jobState) {
        return jobState == JobState.EXPIRED
                ? new NoDecision("Expired", null, "the job ran out of time before this pair was compared", 409)
                : new NoDecision("Cancelled", null, "the job ended before this pair was compared", 409);
    }
}
