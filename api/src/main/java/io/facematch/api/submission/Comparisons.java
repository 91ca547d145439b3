package io.facematch.api.submission;

import io.facematch.api.jobs.Owner;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.job.Outcome.Fault;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import org.springframework.stereotype.Component;

/**
 * Compares a pair while the client waits, through the queue like everything else: sealed, audited, and given up when the
 * answer would come too late.
 */
@Component
public class Comparisons {
    private final SubmissionReader reader;
    private final SubmissionDesk desk;
    private final StoredOutcomes outcomes;
    private final SubmissionSettings settings;

    Comparisons(SubmissionReader reader, SubmissionDesk desk, StoredOutcomes outcomes, SubmissionSettings settings) {
        this.reader = reader;
        this.desk = desk;
        this.outcomes = outcomes;
        this.settings = settings;
    }

    /**
     * Returns with the outcome.
     *
     * @param surface the dialect it came through, for the audit
     * @param pair with its reference
     * @throws io.facematch.api.problem.Problem 503 when there is no outcome in time; then there will be none
     */
    public Comparison compare(Owner owner, String surface, PairForm form, Pair pair) throws InterruptedException {
        var deadline = settings.answerWithin();
        var job = desk.answer(owner, reader.single(owner, surface, pair, OperatingPoint.STANDARD, deadline), deadline);
        var outcome = outcomes.page(job.source(), -1, 1, null).stream()
                .findFirst()
                .flatMap(StoredOutcome::outcome)
                .orElseThrow(() -> new IllegalStateException("a completed job without outcome"));
        if (outcome.result() instanceof Fault(Reason reason) && reason == Reason.DEADLINE_PASSED) {
            throw SubmissionDesk.tooLate();
        }
        return new Comparison(job.getId(), form, outcome);
    }
}
