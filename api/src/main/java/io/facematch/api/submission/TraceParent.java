package io.facematch.api.submission;

import io.facematch.job.TraceId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code traceparent} of W3C Trace Context. */
final class TraceParent {
    private static final String HEADER = "traceparent";
    /** Later versions may add something behind a further hyphen. */
    private static final Pattern VALID =
            Pattern.compile("(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private TraceParent() {}

    /** The trace that the request belongs to; a new one when it names none, or not in the form of the standard. */
    static TraceId of(HttpServletRequest request) {
        var values = Collections.list(request.getHeaders(HEADER));
        return values.size() == 1 ? traceId(values.getFirst()).orElseGet(TraceId::random) : TraceId.random();
    }

    static Optional<TraceId> traceId(String header) {
        var parts = VALID.matcher(header);
        var valid = parts.matches() && (parts.group(2) == null || !header.startsWith("00"));
        return valid ? Optional.of(new TraceId(parts.group(1))) : Optional.empty();
    }
}
