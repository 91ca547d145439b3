package io.facematch.api.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** The only place where an exception becomes an HTTP answer, the framework's own exceptions included. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ErrorAnswers answers;

    ProblemAdvice(ErrorAnswers answers) {
        this.answers = answers;
    }

    @ExceptionHandler
    ResponseEntity<Object> on(Problem problem, HttpServletRequest request) {
        return answers.answer(request, problem.error());
    }

    /** The body is cut off or breaks the rules of HTTP. Often the client has gone and gets no answer. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> onBrokenBody(
            BadRequestException e, HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted() || e.getCause() instanceof SocketTimeoutException) {
            return null; // the client has gone while it got its answer, or the container answers that it is too slow
        }
        return answers.answer(
                request, ApiError.of(ProblemCode.MALFORMED_REQUEST, "The body is cut off. Send it again."));
    }

    /** Tomcat reads the parameters of a query, all of them, when the first one is asked for. */
    @ExceptionHandler
    ResponseEntity<Object> onBrokenQuery(InvalidParameterException e, HttpServletRequest request) {
        return answers.answer(
                request,
                ApiError.of(
                        ProblemCode.MALFORMED_REQUEST,
                        "The query can't be read. A % must be followed by two hexadecimal digits, and all of it must be"
                                + " UTF-8."));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<Object> onDatabase(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (response.isCommitted() || isDefect(e)) {
            return onAnything(e, request, response);
        }
        LOG.warn(
                "The database did not answer a request ({}, SQLSTATE {})",
                e.getClass().getSimpleName(),
                sqlState(e));
        return on(Problem.databaseAway(), request);
    }

    /** Wrong SQL and broken constraints are errors of the server: sending the request again would not help. */
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
    ResponseEntity<Object> onAnything(Exception e, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (e instanceof AccessDeniedException
                || e instanceof AuthenticationException
                || e instanceof RequestRejectedException) {
            throw e; // for the security filters, which answer in the same shape
        }
        if (response.isCommitted()) {
            throw e; // half an answer is sent: a broken connection tells the client so
        }
        response.reset(); // headers of another content type, such as a ZIP, may be set
        var incident = UUID.randomUUID();
        // Messages of libraries may quote what a client sent; type and place say enough.
        LOG.error("Incident {}: {} at {}", incident, e.getClass().getName(), origin(e));
        return answers.answer(request, ApiError.ofDefect(incident));
    }

    /** Names the parameter, and says what it must be. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var name = e.getPropertyName();
        if (name == null) {
            return super.handleTypeMismatch(e, headers, status, request);
        }
        return answers.answer(
                ((ServletWebRequest) request).getRequest(),
                ApiError.of(ProblemCode.INVALID_PARAMETER, name + " must be " + kind(e.getRequiredType()) + "."));
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == int.class) {
            return "a whole number";
        }
        return type == boolean.class ? "true or false" : "another value";
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
        var asked = ((ServletWebRequest) request).getRequest();
        return answers.answer(asked, ApiError.ofFramework(status, detail), headers);
    }

    private static Object origin(Exception e) {
        return e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0];
    }
}
