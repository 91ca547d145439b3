package io.facematch.api.dialect;

import io.facematch.api.form.FormParts;
import io.facematch.api.form.Pair;
import io.facematch.api.form.PairForm;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.submission.Admission;
import io.facematch.api.submission.Provenance;
import io.facematch.api.submission.SubmissionSettings;
import io.facematch.api.submission.Submissions;
import io.facematch.job.Outcome.Fault;
import io.facematch.verification.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Compares the pair of a request while the client waits. Like every pair, it goes sealed through the queue and is
 * audited. It is given up when the answer would come too late.
 */
@Component
public class Comparisons {
    private final Admission admission;
    private final Submissions submissions;
    private final StoredOutcomes outcomes;
    private final SubmissionSettings settings;

    Comparisons(Admission admission, Submissions submissions, StoredOutcomes outcomes, SubmissionSettings settings) {
        this.admission = admission;
        this.submissions = submissions;
        this.outcomes = outcomes;
        this.settings = settings;
    }

    /** What a route makes of a pair. */
    public interface Answer<T> {
        ResponseEntity<T> of(Pair pair) throws InterruptedException;
    }

    /**
     * Asks for admission, reads the body, and keeps the photos in memory until the answer is made.
     *
     * @throws Problem 400, 413, 415 or 503, with the names of the form
     */
    public <T> ResponseEntity<T> answer(HttpServletRequest request, PairForm form, Answer<T> answer)
            throws IOException, InterruptedException {
        if (!FormParts.isForm(request)) {
            throw new Problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send multipart/form-data with " + form.expectation() + ".");
        }
        try (var permit = admission.admitPair(request.getContentLengthLong())) {
            return answer.of(read(request, form));
        }
    }

    private Pair read(HttpServletRequest request, PairForm form) throws IOException {
        var pair = settings.reader(form);
        FormParts.read(request, settings.largestPairForm(), part -> {
            if (!pair.take(part)) {
                throw new Problem(
                        ProblemCode.UNEXPECTED_PART, "A part is not expected. Send " + form.expectation() + ".");
            }
        });
        return pair.pair("");
    }

    /**
     * Returns with the outcome.
     *
     * @param pair with its reference
     * @throws Problem 503 when there is no outcome in time; then there will be none
     */
    public Comparison compare(Owner owner, Provenance provenance, PairForm form, Pair pair)
            throws InterruptedException {
        var job = submissions.answer(owner, provenance, pair, settings.answerWithin());
        var outcome =
                outcomes.ofSingle(job.source()).flatMap(StoredOutcome::outcome).orElseThrow(Submissions::tooLate);
        if (outcome.result() instanceof Fault fault && fault.reason() == Reason.DEADLINE_PASSED) {
            throw Submissions.tooLate();
        }
        return new Comparison(job.getId(), form, outcome);
    }
}
