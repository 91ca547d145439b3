package io.facematch.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Turns an error into an answer, in the dialect of the route that was asked for. */
@Component
public class ErrorAnswers {
    /**
     * Attribute of a request with a {@link BooleanSupplier}: whether some of its body was not read. Then the connection
     * is of no more use, since what follows in it is that rest.
     */
    public static final String BODY_IS_UNREAD = ErrorAnswers.class.getName() + ".unread";

    /** Attribute of a request that was refused: the {@link ProblemCode#code()} that says why. */
    public static final String REASON = ErrorAnswers.class.getName() + ".reason";

    private final List<ErrorDialect> dialects;

    /** @param dialects in their order; the last one takes every path */
    ErrorAnswers(List<ErrorDialect> dialects) {
        this.dialects = dialects;
    }

    ResponseEntity<Object> answer(HttpServletRequest request, ApiError error) {
        return answer(request, error, HttpHeaders.EMPTY);
    }

    ResponseEntity<Object> answer(HttpServletRequest request, ApiError error, HttpHeaders headers) {
        request.setAttribute(REASON, error.code().code());
        if (request.getAttribute(BODY_IS_UNREAD) instanceof BooleanSupplier unread && unread.getAsBoolean()) {
            var closing = new HttpHeaders(headers);
            closing.set(HttpHeaders.CONNECTION, "close");
            return answer(RequestPath.of(request), error, closing);
        }
        return answer(RequestPath.of(request), error, headers);
    }

    /** @param path see {@link RequestPath}; empty when the request was too broken to have one */
    public ResponseEntity<Object> answer(String path, ApiError error, HttpHeaders headers) {
        var dialect = dialects.stream()
                .filter(candidate -> candidate.speaks(path))
                .findFirst()
                .orElseThrow();
        var answer = ResponseEntity.status(error.status()).headers(headers).contentType(dialect.mediaType());
        BrowserRules.HEADERS.forEach(answer::header);
        if (error.retryAfter() != null) {
            answer.header(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, (error.retryAfter().toMillis() + 999) / 1000)));
        }
        return answer.body(dialect.body(error));
    }
}
