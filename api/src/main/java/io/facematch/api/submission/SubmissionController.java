package io.facematch.api.submission;

import io.facematch.api.form.FormParts;
import io.facematch.api.jobs.IdempotencyKey;
import io.facematch.api.jobs.JobKind;
import io.facematch.api.jobs.JobView;
import io.facematch.api.jobs.JobViews;
import io.facematch.api.parameter.TakesParameters;
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
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/jobs}: a pair of images, or an archive of pairs. */
@RestController
class SubmissionController {
    private static final MediaType ZIP = MediaType.parseMediaType("application/zip");
    private static final MediaType WINDOWS_ZIP = MediaType.parseMediaType("application/x-zip-compressed");

    private final Admission admission;
    private final SubmissionReader reader;
    private final FailedPairs failedPairs;
    private final Submissions submissions;
    private final JobViews views;

    SubmissionController(
            Admission admission,
            SubmissionReader reader,
            FailedPairs failedPairs,
            Submissions submissions,
            JobViews views) {
        this.failedPairs = failedPairs;
        this.admission = admission;
        this.reader = reader;
        this.submissions = submissions;
        this.views = views;
    }

    /** Reads the body itself, as it streams: no parameter here may make the framework parse it first. */
    @TakesParameters({"operating_point", "names", "stems", "consent_ref", "reference"})
    @PostMapping(path = "/v1/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JobView> submit(
            Owner owner,
            HttpServletRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer)
            throws IOException, InterruptedException {
        checkKey(idempotencyKey);
        var parameters = SubmissionParameters.of(request);
        var type = FormParts.contentType(request);
        if (ZIP.equalsTypeAndSubtype(type) || WINDOWS_ZIP.equalsTypeAndSubtype(type)) {
            owner.require(Scopes.BULK);
            try (var permit = admission.admitArchive(owner, request.getContentLengthLong());
                    var submission = reader.archive(request, owner, parameters)) {
                return answer(owner, submission, idempotencyKey, Duration.ZERO);
            }
        }
        if (!FormParts.isForm(request)) {
            throw new Problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send multipart/form-data with image1 and image2, or an archive as application/zip.");
        }
        owner.require(Scopes.COMPARE, Scopes.BULK);
        try (var permit = admission.admitForm(owner, request.getContentLengthLong());
                var submission = reader.form(request, owner, parameters)) {
            var wait = submission instanceof Submission.Single ? Preference.wait(prefer) : Duration.ZERO;
            return answer(owner, submission, idempotencyKey, wait);
        }
    }

    /** A new job of the pairs of another one that an error of the server kept from an outcome; without a new upload. */
    @PostMapping(path = "/v1/jobs/{id}/retry", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JobView> retry(
            Owner owner,
            @PathVariable String id,
            HttpServletRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey)
            throws IOException, InterruptedException {
        checkKey(idempotencyKey);
        var failed = failedPairs.require(owner, id);
        try (var permit = admission.admitArchive(owner, failed.payloadBytes());
                var submission = failedPairs.submission(failed, owner, request)) {
            return answer(owner, submission, idempotencyKey, Duration.ZERO);
        }
    }

    private static void checkKey(@Nullable String idempotencyKey) {
        if (idempotencyKey != null) {
            IdempotencyKey.valid("Idempotency-Key", idempotencyKey);
        }
    }

    private ResponseEntity<JobView> answer(
            Owner owner, Submission submission, @Nullable String idempotencyKey, Duration wait)
            throws InterruptedException {
        var submitted = submissions.submit(owner, submission, idempotencyKey, wait);
        var view = views.view(submitted.job());
        var inTime = !wait.isZero()
                && submitted.job().state().isOver()
                && submitted.job().kind() == JobKind.SINGLE;
        var answer = ResponseEntity.status(inTime ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .location(JobView.self(view.id()));
        if (!inTime) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        if (!wait.isZero()) {
            answer.header("Preference-Applied", "wait=" + wait.toSeconds());
        }
        if (submitted.replayed()) {
            answer.header("Idempotent-Replayed", "true");
        }
        return answer.body(view);
    }
}
