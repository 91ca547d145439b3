package io.facematch.api.jobs;

import io.facematch.api.outcome.OutcomeView;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.api.paging.Cursor;
import io.facematch.api.paging.Page;
import io.facematch.api.parameter.QueryParameters;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.payload.DigestKey;
import io.facematch.verification.Status;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The jobs that a client may see. */
@RestController
@RequestMapping(path = "/v1/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
class JobController {
    private static final int MOST_ITEMS = 1000;
    private static final Duration POLL_AFTER = Duration.ofSeconds(1);

    private final OwnedJobs owned;
    private final JobViews views;
    private final JobEndings endings;
    private final StoredOutcomes outcomes;
    private final DigestKey digestKey;

    JobController(OwnedJobs owned, JobViews views, JobEndings endings, StoredOutcomes outcomes, DigestKey digestKey) {
        this.owned = owned;
        this.views = views;
        this.endings = endings;
        this.outcomes = outcomes;
        this.digestKey = digestKey;
    }

    @GetMapping("/{id}")
    ResponseEntity<JobView> get(Owner owner, @PathVariable String id) {
        var job = owned.require(owner, id);
        var answer = ResponseEntity.ok();
        if (!job.state().isOver()) {
            answer.header(HttpHeaders.RETRY_AFTER, Long.toString(POLL_AFTER.toSeconds()));
        }
        return answer.body(views.view(job));
    }

    @GetMapping
    @TakesParameters({"state", "kind", "from", "to", "zone", "idempotency_key"})
    Page<JobView> list(
            Owner owner,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam @Nullable String cursor,
            HttpServletRequest request) {
        var size = within(limit);
        var filter = JobFilter.of(QueryParameters.of(request), owner.tenant(), digestKey);
        var found = owned.list(owner, filter, cursor == null ? null : Cursor.uuid(cursor), size + 1);
        return Page.of(found, size, job -> Cursor.of(job.getId()), views::view);
    }

    @GetMapping("/{id}/outcomes")
    Page<OutcomeView> outcomes(
            Owner owner,
            @PathVariable String id,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String status) {
        var job = owned.require(owner, id);
        var size = within(limit);
        var after = cursor == null ? -1 : Cursor.index(cursor);
        var found = outcomes.page(job.source(), after, size + 1, status == null ? null : status(status));
        return Page.of(found, size, pair -> Cursor.of(pair.index()), OutcomeView::of);
    }

    /** Cancelling twice is the same as once; cancelling a completed job is a conflict. */
    @DeleteMapping("/{id}")
    JobView cancel(Owner owner, @PathVariable String id) {
        endings.cancel(owned.requireCancellable(owner, id).getId());
        var now = owned.requireCancellable(owner, id);
        return switch (now.state()) {
            case CANCELLED -> views.view(now);
            case ENQUEUING ->
                throw new Problem(
                        ProblemCode.JOB_NOT_ACCEPTED_YET, "The job is still being submitted; cancel it after its 202.");
            case RUNNING, COMPLETED, EXPIRED, FAILED ->
                throw new Problem(ProblemCode.JOB_IS_OVER, "The job is " + now.state() + " and can't be cancelled.");
        };
    }

    private static int within(int limit) {
        if (limit < 1 || limit > MOST_ITEMS) {
            throw new Problem(ProblemCode.INVALID_PARAMETER, "limit must be between 1 and " + MOST_ITEMS + ".");
        }
        return limit;
    }

    private static Status status(String code) {
        try {
            return Status.ofCode(code);
        } catch (IllegalArgumentException e) {
            List<String> known =
                    Arrays.stream(Status.values()).map(Status::code).toList();
            throw new Problem(ProblemCode.INVALID_PARAMETER, "status must be one of " + String.join(", ", known) + ".");
        }
    }
}
