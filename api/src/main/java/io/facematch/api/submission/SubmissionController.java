package io.facematch.api.submission;

import io.facematch.api.jobs.JobKind;
import io.facematch.api.jobs.JobView;
import io.facematch.api.jobs.JobViews;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** {@code POST /v1/jobs}: a pair of images, or an archive of pairs. */
@RestController
class SubmissionController {
    private static final MediaType ZIP = MediaType.parseMediaType("application/zip");
    private static final MediaType WINDOWS_ZIP = MediaType.parseMediaType("application/x-zip-compressed");
    private static final int MAX_KEY_LENGTH = 255;

    private final SubmissionGate gate;
    private final SubmissionReader reader;
    private final SubmissionDesk desk;
    private final JobViews views;

    SubmissionController(SubmissionGate gate, SubmissionReader reader, SubmissionDesk desk, JobViews views) {
        this.gate = gate;
        this.reader = reader;
        this.desk = desk;
        this.views = views;
    }

    /** Reads the body itself, as it streams: no parameter here may make the framework parse it first. */
    @PostMapping(path = "/v1/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JobView> submit(
            Owner owner,
            Authentication authentication,
            HttpServletRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer)
            throws IOException, InterruptedException {
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY_LENGTH)) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER, "Idempotency-Key must have 1 to " + MAX_KEY_LENGTH + " characters.");
        }
        var wait = Preference.wait(prefer);
        var type = contentType(request);
        if (ZIP.equalsTypeAndSubtype(type) || WINDOWS_ZIP.equalsTypeAndSubtype(type)) {
            require(authentication, Scopes.BULK);
            try (var pass = gate.admitBulk(owner, request.getContentLengthLong());
                    var submission = reader.archive(request, owner, operatingPoint(request))) {
                return answer(owner, submission, idempotencyKey, Duration.ZERO);
            }
        }
        if (!MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(type)) {
            throw new Problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send multipart/form-data with image1 and image2, or an archive as application/zip.");
        }
        try (var pass = gate.admitParts(owner, request.getContentLengthLong());
                var submission = reader.parts(
                        request, owner, operatingPoint(request), () -> require(authentication, Scopes.BULK))) {
            var bulk = submission instanceof Submission.Bulk;
            if (!bulk) {
                require(authentication, Scopes.COMPARE);
            }
            return answer(owner, submission, idempotencyKey, bulk ? Duration.ZERO : wait);
        }
    }

    private ResponseEntity<JobView> answer(
            Owner owner, Submission submission, @Nullable String idempotencyKey, Duration wait)
            throws InterruptedException {
        var receipt = desk.submit(owner, submission, idempotencyKey, wait);
        var view = views.view(receipt.job());
        var inTime = !wait.isZero()
                && receipt.job().state().isOver()
                && receipt.job().kind() == JobKind.SINGLE;
        var answer = ResponseEntity.status(inTime ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .location(JobView.self(view.id()));
        if (!inTime) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        if (!wait.isZero()) {
            answer.header("Preference-Applied", "wait=" + wait.toSeconds());
        }
        if (receipt.replayed()) {
            answer.header("Idempotent-Replayed", "true");
        }
        return answer.body(view);
    }

    /** From the query alone: asking the container for a parameter would have it read a form's body. */
    private static @Nullable String operatingPoint(HttpServletRequest request) {
        return UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams()
                .getFirst("operating_point");
    }

    private static MediaType contentType(HttpServletRequest request) {
        try {
            var type = request.getContentType();
            return type == null ? MediaType.ALL : MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException e) {
            return MediaType.ALL;
        }
    }

    private static void require(Authentication authentication, String scope) {
        if (authentication.getAuthorities().stream()
                .noneMatch(authority -> ("SCOPE_" + scope).equals(authority.getAuthority()))) {
            throw new AccessDeniedException("the scope " + scope + " is missing");
        }
    }
}
