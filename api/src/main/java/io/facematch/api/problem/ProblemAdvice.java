package io.facematch.api.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The only place where an exception becomes an HTTP answer, the framework's own exceptions included. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(5);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(Problem problem) {
        var answer = ResponseEntity.status(problem.code().status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        problem.retryAfter()
                .ifPresent(pause -> answer.header(HttpHeaders.RETRY_AFTER, Long.toString(pause.toSeconds())));
        return answer.body(problem.body());
    }

    /** The body did not arrive: cut off, against the rules of HTTP, or too slow. Often nobody is there to hear this. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<ProblemDetail> onBrokenBody(BadRequestException e, HttpServletResponse response) {
        if (response.isCommitted()) {
            return null; // it went away in the middle of our answer
        }
        return on(
                e.getCause() instanceof SocketTimeoutException
                        ? new Problem(ProblemCode.TOO_SLOW, "The body stopped arriving. Send it again.")
                        : new Problem(ProblemCode.MALFORMED_REQUEST, "The body is cut off. Send it again."));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> onDatabase(Exception e, HttpServletResponse response) throws Exception {
        if (response.isCommitted() || isDefect(e)) {
            return onAnything(e, response);
        }
        LOG.warn(
                "The database did not answer a request ({}, SQLSTATE {})",
                e.getClass().getSimpleName(),
                sqlState(e));
        return on(
                Problem.busy("The database does not answer now. Nothing was accepted; send it again.", DATABASE_PAUSE));
    }

    /** Wrong SQL and broken constraints are ours; sending it again would not help. */
    private static boolean isDefect(Exception e) {
        return e instanceof NonTransientDataAccessException
                && !(e instanceof NonTransientDataAccessResourceException)
                && !(e instanceof UncategorizedDataAccessException); // connections break in ways that have no name
    }

    private static String sqlState(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "none";
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> onAnything(Exception e, HttpServletResponse response) throws Exception {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e; // for the security filters, which answer in the same shape
        }
        if (response.isCommitted()) {
            throw e; // half an answer is out: break the connection rather than end it well
        }
        response.reset(); // it may have been meant to be a ZIP
        var incident = UUID.randomUUID();
        // Messages of foreign exceptions may quote what a client sent; type and place say enough.
        LOG.error("Incident {}: {} at {}", incident, e.getClass().getName(), origin(e));
        var body = Problem.of(
                ProblemCode.INTERNAL_ERROR, "This is a defect of ours. The log has it as incident " + incident + ".");
        body.setProperty("incident", incident);
        return ResponseEntity.internalServerError()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var code = code(status);
        var detail = body instanceof ProblemDetail problem && problem.getDetail() != null ? problem.getDetail() : "";
        var problem = Problem.of(code, detail.isEmpty() ? code.title() + "." : detail);
        problem.setStatus(status.value());
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** The code for an error that the framework raised. */
    static ProblemCode code(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> ProblemCode.UNAUTHENTICATED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.UNKNOWN_ADDRESS;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 408 -> ProblemCode.TOO_SLOW;
            case 413 -> ProblemCode.TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> ProblemCode.BUSY;
            default -> status.is5xxServerError() ? ProblemCode.INTERNAL_ERROR : ProblemCode.MALFORMED_REQUEST;
        };
    }

    private static Object origin(Exception e) {
        return e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0];
    }
}
