package io.facematch.api.results;

import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import org.jspecify.annotations.Nullable;

/**
 * Why a pair has no decision, as the results tell it.
 *
 * @param code a status code, or {@code Cancelled} or {@code Expired} when the job ended before the pair was compared
 * @param side {@code image1}, {@code image2}, {@code both}, or null when it is no image's fault
 * @param httpStatus what a single comparison would have answered: 400 for an image, 500 for us, 409 for a job that ended
 */
record Failure(String code, @Nullable String side, String message, int httpStatus) {

    private static final String EXPIRED = "EXPIRED";

    /** Null for a compared pair. */
    static @Nullable Failure of(ResultsRow row, String jobState) {
        Status status = row.status();
        if (status == null) {
            return neverCompared(jobState);
        }
        return switch (status) {
            case SUCCESS -> null;
            case ERROR -> new Failure(status.code(), side(row), message(row), 500);
            case EMPTY_IMAGE, NO_FACE_DETECTED, LANDMARKS_NOT_DETECTED, INVALID_IMAGE, LOW_QUALITY ->
                new Failure(status.code(), side(row), message(row), 400);
        };
    }

    private static Failure neverCompared(String jobState) {
        return jobState.equals(EXPIRED)
                ? new Failure("Expired", null, "the job ran out of time before this pair was compared", 409)
                : new Failure("Cancelled", null, "the job ended before this pair was compared", 409);
    }

    private static @Nullable String side(ResultsRow row) {
        if (row.probeReason() != null) {
            return row.referenceReason() != null ? "both" : "image1";
        }
        return row.referenceReason() != null ? "image2" : null;
    }

    private static String message(ResultsRow row) {
        Reason probe = row.probeReason();
        Reason reference = row.referenceReason();
        if (probe != null && reference != null) {
            return "image1: " + probe.message() + "; image2: " + reference.message();
        }
        if (probe != null) {
            return probe.message();
        }
        if (reference != null) {
            return reference.message();
        }
        return row.fault() != null ? row.fault().message() : "no reason was recorded";
    }
}
