package io.facematch.job;

import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.Result;
import io.facematch.verification.Reason;

/**
 * The HTTP status that tells an outcome on the surface it came through. It says what the answer means, not whether a client
 * got one: an answer may be lost, and a client may have polled.
 *
 * <ul>
 *   <li>{@code kwikid}: 200 for a decision and for a photo without a face that can be compared, 400 for a photo that can't be
 *       read, 500 for a fault of ours, 503 when the time was over.
 *   <li>{@code azakaw}: 200, whatever the outcome; 503 when the time was over.
 *   <li>{@code v1}, which answers 200 or 202 with the job: as {@code kwikid}, for the files of its results archive are those of
 *       that vendor's bulk, where the status is the one of {@code POST /facematch}.
 * </ul>
 */
public final class AnsweredStatus {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private AnsweredStatus() {}

    public static int of(String surface, Result result) {
        return switch (surface) {
            case "azakaw" -> isTooLate(result) ? UNAVAILABLE : OK;
            default -> isTooLate(result) ? UNAVAILABLE : facematch(result);
        };
    }

    private static boolean isTooLate(Result result) {
        return result instanceof Fault fault && fault.reason() == Reason.DEADLINE_PASSED;
    }

    private static int facematch(Result result) {
        return switch (result.status()) {
            case SUCCESS, NO_FACE_DETECTED, LANDMARKS_NOT_DETECTED, LOW_QUALITY -> OK;
            case EMPTY_IMAGE, INVALID_IMAGE -> BAD_REQUEST;
            case ERROR -> SERVER_ERROR;
        };
    }
}
