package io.facematch.api.audit.feedback;

import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.TenantReads;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.jobs.OwnedJobs;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.job.Outcomes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/outcomes/{id}/feedback}: from auditors of the tenant on any of its outcomes, and from the client that sent
 * the pair. The outcome need not be in the log yet.
 */
@RestController
class FeedbackController {
    private static final String SAME_PERSON = "same_person";

    private final OutcomeFeedback feedback;
    private final Outcomes outcomes;
    private final TenantReads reads;
    private final OwnedJobs jobs;

    FeedbackController(OutcomeFeedback feedback, Outcomes outcomes, TenantReads reads, OwnedJobs jobs) {
        this.feedback = feedback;
        this.outcomes = outcomes;
        this.reads = reads;
        this.jobs = jobs;
    }

    /** What counts now. */
    record View(String id, boolean samePerson, Instant at, String client, Links links) {
        /** Relative to the API's address. */
        record Links(URI outcome) {}

        static View of(OutcomeId id, Feedback feedback) {
            return new View(
                    id.toString(), feedback.samePerson(), feedback.at(), feedback.client(), new Links(id.address()));
        }
    }

    @TakesParameters(checked = true)
    @PostMapping(path = "/v1/outcomes/{id}/feedback", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<View> give(Owner owner, @PathVariable String id, HttpServletRequest request, InputStream body)
            throws IOException {
        owner.require(Scopes.AUDIT, Scopes.COMPARE, Scopes.BULK);
        var known = OutcomeId.of(id)
                .filter(outcome -> owner.has(Scopes.AUDIT) || jobs.isSender(owner, outcome.job()))
                .orElseThrow(Problem::unknownOutcome);
        var day = OutcomeId.dayOf(known.job());
        var outcome = reads.of(
                        owner.tenant(),
                        () -> outcomes.find(
                                owner.tenant(), known.job(), known.index(), day.minusDays(1), day.plusDays(1)))
                .orElseThrow(Problem::unknownOutcome);
        var samePerson = samePerson(Parameters.ofBody(request, body, List.of(SAME_PERSON)));
        var kept = feedback.keep(owner, known, outcome, samePerson);
        return ResponseEntity.status(kept.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(View.of(known, kept.feedback()));
    }

    private static boolean samePerson(Parameters given) {
        if (given.text(SAME_PERSON) == null) {
            throw Parameters.invalid(
                    "same_person is missing: {\"same_person\": true} when both photos are of one person.");
        }
        return given.oneOf(SAME_PERSON, "", "true", "false").equals("true");
    }
}
