package io.facematch.api.results;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobKind;
import io.facematch.api.parameter.TimeParameter;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.job.JobState;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
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
import org.springframework.web.util.DisconnectedClientHelper;

/** {@code GET /v1/jobs/{id}/results}: the ZIP of an archive job, made while it is sent. */
@RestController
class ResultsController {
    private static final Logger LOG = LoggerFactory.getLogger(ResultsController.class);
    private static final Duration POLL_AFTER = Duration.ofSeconds(2);

    private final ResultsAtAMoment moments;
    private final AccessLog accesses;

    ResultsController(ResultsAtAMoment moments, AccessLog accesses) {
        this.moments = moments;
        this.accesses = accesses;
    }

    /** @param partial whether a job that runs is answered with what there is now; one that is over is answered as ever */
    @GetMapping("/v1/jobs/{id}/results")
    void results(
            Owner owner,
            @PathVariable String id,
            @RequestParam(defaultValue = "UTC") String zone,
            @RequestParam(defaultValue = "false") boolean partial,
            HttpMethod method,
            HttpServletResponse response)
            throws IOException {
        var shownIn = TimeParameter.zone(zone);
        var results = moments.of(owner, id);
        var job = results.job();
        requireResults(job, partial);
        var archive = results.archive(shownIn);
        if (method.equals(HttpMethod.HEAD)) {
            setHeaders(archive, response); // a HEAD has no body
            return;
        }
        var asked = Map.of("job", job.getId().toString());
        try (var access = accesses.begin(Access.of(owner, What.RESULTS, asked))) {
            setHeaders(archive, response);
            write(access, results, archive, response);
        }
    }

    private static void setHeaders(ResultsArchive archive, HttpServletResponse response) {
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(archive.fileName())
                        .build()
                        .toString());
    }

    private static void write(
            AccessLog.Streamed access, ShownResults results, ResultsArchive archive, HttpServletResponse response)
            throws IOException {
        try {
            archive.write(results.pairs(), access::addRow, response.getOutputStream());
            access.complete();
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                if (e instanceof ResultsArchive.NamesForgotten) {
                    response.reset(); // it says that a ZIP follows
                    throw forgotten();
                }
                throw e;
            }
            if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
                LOG.info(
                        "Job {}: whoever downloaded its results hung up",
                        results.job().getId());
            } else {
                LOG.error(
                        "Job {}: its results broke off ({})",
                        results.job().getId(),
                        e.getClass().getName());
            }
            // Half a ZIP is sent: a broken connection tells the client so.
            throw new CloseNowException();
        }
    }

    private static void requireResults(Job job, boolean partial) {
        if (job.kind() == JobKind.SINGLE) {
            throw new Problem(
                    ProblemCode.NO_RESULTS_ARCHIVE, "This job is a single pair; its outcome is in the job itself.");
        }
        if (!job.state().isOver() && !partial) {
            throw Problem.retryLater(
                    ProblemCode.RESULTS_NOT_READY,
                    job.done() + " of " + job.total() + " pairs are done. Try again when the job is over, or ask for"
                            + " partial=true.",
                    POLL_AFTER);
        }
        if (job.isPurged() || job.state() == JobState.FAILED) {
            throw forgotten();
        }
    }

    private static Problem forgotten() {
        return new Problem(ProblemCode.RESULTS_PURGED, "The names of this job's pairs were forgotten, as announced.");
    }
}
