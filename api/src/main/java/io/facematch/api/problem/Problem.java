package io.facematch.api.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that can't be done, as it will be told to the client. The detail may quote what the client sent; the
 * exception's own message, which may end in a log, is only the code.
 */
public final class Problem extends RuntimeException {
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(5);

    private final transient ApiError error;

    public Problem(ProblemCode code, String detail) {
        this(code, detail, List.of(), null);
    }

    /** @param errors single findings, all of them at once */
    public Problem(ProblemCode code, String detail, List<String> errors) {
        this(code, detail, errors, null);
    }

    private Problem(ProblemCode code, String detail, List<String> errors, @Nullable Duration retryAfter) {
        super(code.code(), null, false, false);
        this.error = new ApiError(code, code.status(), detail, errors, retryAfter, null);
    }

    /** The same answer for a job that does not exist and for another tenant's. */
    public static Problem unknownJob() {
        return new Problem(ProblemCode.UNKNOWN_JOB, "No job of yours has this id.");
    }

    /** The same answer for an outcome that does not exist and for another tenant's. */
    public static Problem unknownOutcome() {
        return new Problem(ProblemCode.UNKNOWN_OUTCOME, "No outcome of yours has this id.");
    }

    public static Problem busy(String detail, Duration retryAfter) {
        return new Problem(ProblemCode.BUSY, detail, List.of(), retryAfter);
    }

    public static Problem retryLater(ProblemCode code, String detail, Duration retryAfter) {
        return new Problem(code, detail, List.of(), retryAfter);
    }

    /** Of a request that needed the database before anything was accepted. */
    public static Problem databaseAway() {
        return busy("The database does not answer now. Nothing was accepted; send it again.", DATABASE_PAUSE);
    }

    public ApiError error() {
        return error;
    }
}
