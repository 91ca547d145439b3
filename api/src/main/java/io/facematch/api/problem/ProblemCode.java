package io.facematch.api.problem;

import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** What can be wrong with a request, each with one HTTP status. The code is stable; clients may switch on it. */
public enum ProblemCode {
    MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request can't be read"),
    INVALID_PARAMETER(HttpStatus.BAD_REQUEST, "A parameter is not valid"),
    MISSING_PART(HttpStatus.BAD_REQUEST, "A part is missing"),
    EMPTY_PART(HttpStatus.BAD_REQUEST, "A part is empty"),
    UNEXPECTED_PART(HttpStatus.BAD_REQUEST, "A part is not expected"),
    ARCHIVE_REFUSED(HttpStatus.BAD_REQUEST, "The archive is refused"),
    ARCHIVE_NOT_USABLE(HttpStatus.UNPROCESSABLE_CONTENT, "The archive can't be used"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "A valid bearer token is required"),
    SIGN_IN_REFUSED(HttpStatus.UNAUTHORIZED, "The link does not sign in"),
    SIGN_IN_ELSEWHERE(HttpStatus.FORBIDDEN, "The link signs in on the machine of the server only"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The token does not allow this"),
    UNKNOWN_JOB(HttpStatus.NOT_FOUND, "There is no such job"),
    UNKNOWN_OUTCOME(HttpStatus.NOT_FOUND, "There is no such outcome"),
    UNKNOWN_ERASURE(HttpStatus.NOT_FOUND, "There is no such erasure"),
    UNKNOWN_REPORT(HttpStatus.NOT_FOUND, "There is no such report"),
    UNKNOWN_EXPORT(HttpStatus.NOT_FOUND, "There is no such export"),
    UNKNOWN_WEBHOOK(HttpStatus.NOT_FOUND, "There is no such webhook"),
    UNKNOWN_DELIVERY(HttpStatus.NOT_FOUND, "There is no such delivery"),
    UNKNOWN_MODEL(HttpStatus.NOT_FOUND, "There is no such model"),
    UNKNOWN_ADDRESS(HttpStatus.NOT_FOUND, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This method is not possible here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No such representation"),
    TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The request stopped arriving"),
    JOB_NOT_ACCEPTED_YET(HttpStatus.CONFLICT, "The job is still being submitted"),
    JOB_NOT_OVER(HttpStatus.CONFLICT, "The job is not over"),
    NOTHING_TO_RETRY(HttpStatus.CONFLICT, "There is nothing to compare again"),
    JOB_IS_OVER(HttpStatus.CONFLICT, "The job is over"),
    RESULTS_NOT_READY(HttpStatus.CONFLICT, "The results are not ready"),
    EXPORT_NOT_READY(HttpStatus.CONFLICT, "The export is not ready"),
    WEBHOOKS_OFF(HttpStatus.CONFLICT, "Webhooks are off"),
    WEBHOOK_DISABLED(HttpStatus.CONFLICT, "The webhook is disabled"),
    TOO_MANY_WEBHOOKS(HttpStatus.CONFLICT, "The tenant has as many webhooks as it may have"),
    LOG_NOT_SIGNED(HttpStatus.CONFLICT, "The audit log is not signed"),
    LOG_NOT_INTACT(HttpStatus.CONFLICT, "The audit log was changed"),
    LEGAL_HOLD(HttpStatus.CONFLICT, "A legal hold keeps the outcomes"),
    SUBJECT_IN_USE(HttpStatus.CONFLICT, "A job of the subject is not over"),
    NO_RESULTS_ARCHIVE(HttpStatus.CONFLICT, "A single job has no results archive"),
    IDEMPOTENCY_KEY_IN_USE(HttpStatus.CONFLICT, "The first request with this key is still in flight"),
    PHOTOS_GONE(HttpStatus.GONE, "The photos are gone"),
    RESULTS_PURGED(HttpStatus.GONE, "The results are gone"),
    EXPORT_GONE(HttpStatus.GONE, "The export is gone"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "Too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "This media type is not supported"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The key was used for another request"),
    TOO_MANY_ROWS(HttpStatus.UNPROCESSABLE_CONTENT, "Too much is asked for at once"),
    TOO_MANY_EXPORTS(HttpStatus.TOO_MANY_REQUESTS, "Too many exports at once"),
    TOO_MANY_UPLOADS(HttpStatus.TOO_MANY_REQUESTS, "Too many uploads at once"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    TOO_MANY_LISTENERS(HttpStatus.TOO_MANY_REQUESTS, "Too many streams of events at once"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "An unexpected error"),
    BUSY(HttpStatus.SERVICE_UNAVAILABLE, "The server is busy, try again");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Of an error that the framework raised. */
    static ProblemCode of(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> UNKNOWN_ADDRESS;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> TOO_SLOW;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 503 -> BUSY;
            case 501, 505 -> MALFORMED_REQUEST; // HTTP of a kind that this server does not speak: not its own error
            default -> status.is5xxServerError() ? INTERNAL_ERROR : MALFORMED_REQUEST;
        };
    }

    /** As in JSON, lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
