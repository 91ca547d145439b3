package io.facematch.api.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Turns an error into an answer, in the dialect of the route that was asked for. */
@Component
class ErrorAnswers {
    private final List<ErrorDialect> dialects;

    /** @param dialects in their order; the last one speaks to everybody */
    ErrorAnswers(List<ErrorDialect> dialects) {
        this.dialects = dialects;
    }

    ResponseEntity<Object> answer(HttpServletRequest request, ApiError error) {
        return answer(path(request), error, HttpHeaders.EMPTY);
    }

    ResponseEntity<Object> answer(HttpServletRequest request, ApiError error, HttpHeaders headers) {
        return answer(path(request), error, headers);
    }

    /** @param path null when the request was too broken to have one */
    ResponseEntity<Object> answer(@Nullable String path, ApiError error, HttpHeaders headers) {
        var dialect = dialects.stream()
                .filter(candidate -> candidate.speaks(path == null ? "" : path))
                .findFirst()
                .orElseThrow();
        var answer = ResponseEntity.status(error.status()).headers(headers).contentType(dialect.mediaType());
        if (error.retryAfter() != null) {
            answer.header(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, error.retryAfter().toSeconds())));
        }
        return answer.body(dialect.body(error));
    }

    /** What the client asked for, also when the container has sent the request on to its error page. */
    private static String path(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
                ? asked
                : request.getRequestURI();
    }
}
