package io.facematch.api.results;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobKind;
import io.facematch.api.jobs.JobViews;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.job.JobState;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/jobs/{id}/results}: the ZIP of a finished archive job, made while it is sent. */
@RestController
class ResultsController {
    private static final Logger LOG = LoggerFactory.getLogger(ResultsController.class);
    private static final Duration POLL_AFTER = Duration.ofSeconds(2);

    private final Jobs jobs;
    private final JobViews views;
    private final StoredOutcomes outcomes;

    ResultsController(Jobs jobs, JobViews views, StoredOutcomes outcomes) {
        this.jobs = jobs;
        this.views = views;
        this.outcomes = outcomes;
    }

    @GetMapping("/v1/jobs/{id}/results")
    void results(Owner owner, @PathVariable String id, HttpMethod method, HttpServletResponse response)
            throws IOException {
        var job = find(owner, id);
        requireResults(job);
        var description = new ResultsJob(
                job.getId(),
                job.state().name(),
                job.createdAt(),
                job.finishedAt(),
                job.total(),
                job.counts(),
                job.matches(),
                job.nonMatches(),
                job.operatingPoint(),
                views.unpaired(job),
                job.ignored());
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(ResultsArchive.fileName(description))
                        .build()
                        .toString());
        if (method.equals(HttpMethod.HEAD)) {
            return; // nobody would see the ZIP
        }
        try (var pairs = outcomes.all(JobViews.source(job))) {
            var rows = new Rows(pairs, job.total());
            ResultsArchive.write(description, rows, response.getOutputStream());
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                throw e;
            }
            LOG.error(
                    "Job {}: its results broke off ({})",
                    job.getId(),
                    e.getClass().getName());
            // Half a ZIP is out: without an end to it the client knows.
            throw new CloseNowException();
        }
    }

    private Job find(Owner owner, String id) {
        try {
            return jobs.findByTenantAndId(owner.tenant(), UUID.fromString(id)).orElseThrow(Problem::unknownJob);
        } catch (IllegalArgumentException e) {
            throw Problem.unknownJob();
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

    /** Stored outcomes as the rows of the archive; all of them, or an exception that breaks the download. */
    private static final class Rows implements Iterator<ResultsRow> {
        private final Iterator<StoredOutcome> pairs;
        private final int total;
        private int seen;

        Rows(Iterator<StoredOutcome> pairs, int total) {
            this.pairs = pairs;
            this.total = total;
        }

        @Override
        public boolean hasNext() {
            var more = pairs.hasNext();
            if (!more && seen < total) {
                throw new IllegalStateException("the job was purged while its results were read");
            }
            return more;
        }

        @Override
        public ResultsRow next() {
            var pair = pairs.next();
            seen++;
            var names = pair.names();
            if (names == null) {
                throw new IllegalStateException("a pair of an archive has no names");
            }
            var decided = pair.decided();
            if (decided == null) {
                return new ResultsRow(
                        pair.index(),
                        names.stem(),
                        names.image1Path(),
                        names.image2Path(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        0,
                        null,
                        null);
            }
            return new ResultsRow(
                    pair.index(),
                    names.stem(),
                    names.image1Path(),
                    names.image2Path(),
                    decided.status(),
                    decided.probeReason(),
                    decided.referenceReason(),
                    decided.fault(),
                    decided.decision(),
                    decided.similarity(),
                    decided.cosine(),
                    decided.embedder(),
                    orZero(decided.queueMs()) + orZero(decided.totalMs()),
                    decided.probeQuality(),
                    decided.referenceQuality());
        }

        private static double orZero(@Nullable Double millis) {
            return millis == null ? 0 : millis;
        }
    }
}
