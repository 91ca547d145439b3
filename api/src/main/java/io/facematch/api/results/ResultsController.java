package io.facematch.api.results;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobKind;
import io.facematch.api.jobs.JobView;
import io.facematch.api.jobs.JobViews;
import io.facematch.api.jobs.OwnedJobs;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.job.JobState;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Map;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/jobs/{id}/results}: the ZIP of a finished archive job, made while it is sent. */
@RestController
class ResultsController {
    private static final Logger LOG = LoggerFactory.getLogger(ResultsController.class);
    private static final Duration POLL_AFTER = Duration.ofSeconds(2);

    private final OwnedJobs jobs;
    private final JobViews views;
    private final StoredOutcomes outcomes;
    private final AccessLog accesses;

    ResultsController(OwnedJobs jobs, JobViews views, StoredOutcomes outcomes, AccessLog accesses) {
        this.jobs = jobs;
        this.views = views;
        this.outcomes = outcomes;
        this.accesses = accesses;
    }

    @GetMapping("/v1/jobs/{id}/results")
    void results(
            Owner owner,
            @PathVariable String id,
            @RequestParam(defaultValue = "UTC") String zone,
            HttpMethod method,
            HttpServletResponse response)
            throws IOException {
        var shownIn = zone(zone);
        var job = jobs.require(owner, id);
        requireResults(job);
        var view = views.view(job);
        if (method.equals(HttpMethod.HEAD)) {
            setHeaders(view, response); // a HEAD has no body
            return;
        }
        var asked = Map.of("job", job.getId().toString());
        try (var access = accesses.begin(Access.of(owner, What.RESULTS, asked))) {
            setHeaders(view, response);
            write(access, job, view, shownIn, response);
        }
    }

    private static void setHeaders(JobView view, HttpServletResponse response) {
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(ResultsArchive.fileName(view))
                        .build()
                        .toString());
    }

    private void write(AccessLog.Streamed access, Job job, JobView view, ZoneId shownIn, HttpServletResponse response)
            throws IOException {
        try (var pairs = outcomes.all(job.source())) {
            ResultsArchive.write(view, counted(pairs, access), shownIn, response.getOutputStream());
            access.complete();
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                throw e;
            }
            LOG.error(
                    "Job {}: its results broke off ({})",
                    job.getId(),
                    e.getClass().getName());
            // Half a ZIP is sent: a broken connection tells the client so.
            throw new CloseNowException();
        }
    }

    private static Iterator<StoredOutcome> counted(Iterator<StoredOutcome> pairs, AccessLog.Streamed access) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public StoredOutcome next() {
                var next = pairs.next();
                access.addRow();
                return next;
            }
        };
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER, "zone must be the name of a time zone, such as Asia/Dubai.");
        }
    }

    private static void requireResults(Job job) {
        if (job.kind() == JobKind.SINGLE) {
            throw new Problem(
                    ProblemCode.NO_RESULTS_ARCHIVE, "This job is a single pair; its outcome is in the job itself.");
        }
        if (!job.state().isOver()) {
            throw Problem.retryLater(
                    ProblemCode.RESULTS_NOT_READY,
                    job.done() + " of " + job.total() + " pairs are done. Try again when the job is over.",
                    POLL_AFTER);
        }
        if (job.isPurged() || job.state() == JobState.FAILED) {
            throw new Problem(
                    ProblemCode.RESULTS_PURGED, "The names of this job's pairs were forgotten, as announced.");
        }
    }
}
