package io.facematch.api.problem;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * A request that can't be done, as it will be told to the client. The detail may quote what the client sent; the
 * exception's own message, which may end in a log, is only the code.
 */
public final class Problem extends RuntimeException {
    private final ProblemCode code;
    private final String detail;
    private final List<String> errors;
    private final @Nullable Duration retryAfter;

    public Problem(ProblemCode code, String detail) {
        this(code, detail, List.of(), null);
    }

    /** @param errors single findings, all of them at once */
    public Problem(ProblemCode code, String detail, List<String> errors) {
        this(code, detail, errors, null);
    }

    private Problem(ProblemCode code, String detail, List<String> errors, @Nullable Duration retryAfter) {
        super(code.code(), null, false, false);
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** The same for a job that never was and for another tenant's. */
    public static Problem unknownJob() {
        return new Problem(ProblemCode.UNKNOWN_JOB, "No job of yours has this id.");
    }

    public static Problem busy(String detail, Duration retryAfter) {
        return new Problem(ProblemCode.BUSY, detail, List.of(), retryAfter);
    }

    public static Problem retryLater(ProblemCode code, String detail, Duration retryAfter) {
        return new Problem(code, detail, List.of(), retryAfter);
    }

    ProblemCode code() {
        return code;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    ProblemDetail body() {
        var body = of(code, detail);
        if (!errors.isEmpty()) {
            body.setProperty("errors", errors);
        }
        return body;
    }

    static ProblemDetail of(ProblemCode code, String detail) {
        var body = new WithoutInstance();
        body.setStatus(code.status());
        body.setDetail(detail);
        body.setType(URI.create("urn:facematch:problem:" + code.code()));
        body.setTitle(code.title());
        body.setProperty("code", code.code());
        return body;
    }

    /** Spring would add the address of the request, and an unknown job would differ from a foreign one by it. */
    private static final class WithoutInstance extends ProblemDetail {
        @Override
        public void setInstance(@Nullable URI instance) {
            // Left out.
        }
    }
}
