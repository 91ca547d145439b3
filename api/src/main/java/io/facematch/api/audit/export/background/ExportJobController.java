package io.facematch.api.audit.export.background;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.export.ExportFormat;
import io.facematch.api.audit.export.background.ExportJob.Kind;
import io.facematch.api.audit.export.background.ExportJob.State;
import io.facematch.api.audit.filter.FilterBodies;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.paging.Cursor;
import io.facematch.api.paging.Page;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/audit/exports}: exports that are made in the background. */
@RestController
@RequestMapping("/v1/audit/exports")
class ExportJobController {
    private static final Logger LOG = LoggerFactory.getLogger(ExportJobController.class);
    private static final Duration POLL_AFTER = Duration.ofSeconds(5);
    private static final List<String> LISTED = List.of("limit", "cursor");
    private static final int USUAL_ITEMS = 50;
    private static final int MOST_ITEMS = 200;
    private static final int COPIED_BYTES = 64 << 10;

    private final ExportRequests requests;
    private final FilterBodies bodies;
    private final ExportJobs jobs;
    private final ExportFiles files;
    private final ExportKeys keys;
    private final AccessLog accesses;

    ExportJobController(
            ExportRequests requests,
            FilterBodies bodies,
            ExportJobs jobs,
            ExportFiles files,
            ExportKeys keys,
            AccessLog accesses) {
        this.requests = requests;
        this.bodies = bodies;
        this.jobs = jobs;
        this.files = files;
        this.keys = keys;
        this.accesses = accesses;
    }

    @TakesParameters(checked = true)
    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ExportJobView> submit(Owner owner, HttpServletRequest request, InputStream body) throws IOException {
        owner.require(Scopes.AUDIT);
        var job = requests.read(owner, bodies.read(owner, request, body, ExportRequests.NAMES));
        jobs.add(job);
        return ResponseEntity.accepted().location(ExportJobView.self(job)).body(ExportJobView.of(job));
    }

    @TakesParameters(checked = true)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Page<ExportJobView> list(Owner owner, HttpServletRequest request) {
        owner.require(Scopes.AUDIT);
        var given = Parameters.ofAddress(request, LISTED);
        var limit = given.whole("limit", 1, MOST_ITEMS, USUAL_ITEMS);
        var cursor = given.text("cursor");
        return Page.of(
                jobs.list(owner.tenant(), cursor == null ? null : Cursor.uuid(cursor), limit + 1),
                limit,
                last -> Cursor.of(last.id()),
                ExportJobView::of);
    }

    @TakesParameters(checked = true)
    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    ExportJobView get(Owner owner, @PathVariable String id, HttpServletRequest request) {
        owner.require(Scopes.AUDIT);
        Parameters.ofAddress(request, List.of());
        return ExportJobView.of(require(owner, id));
    }

    @TakesParameters(checked = true)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Owner owner, @PathVariable String id, HttpServletRequest request) throws IOException {
        owner.require(Scopes.AUDIT);
        Parameters.ofAddress(request, List.of());
        var job = require(owner, id);
        jobs.delete(owner.tenant(), job.id());
        if (job.state() != State.RUNNING) {
            files.delete(new ExportJobs.File(job.id(), job.attempts()));
        }
        return ResponseEntity.noContent().build();
    }

    /** The file. Whoever may not ask for it now may not fetch it, either. */
    @TakesParameters(checked = true)
    @GetMapping("/{id}/content")
    void content(Owner owner, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        owner.require(Scopes.AUDIT);
        Parameters.ofAddress(request, List.of());
        var job = require(owner, id);
        requests.requireScopes(owner, job);
        requireFile(job);
        var wrapped = jobs.key(job.id()).orElseThrow(ExportJobController::gone);
        try (var key = keys.unwrap(wrapped).orElseThrow(ExportJobController::gone);
                var file = files.open(job, key).orElseThrow(ExportJobController::elsewhere)) {
            if (HttpMethod.HEAD.matches(request.getMethod())) {
                setHeaders(job, response);
                return;
            }
            try (var access = accesses.begin(Access.of(
                    owner, job.kind() == Kind.PACK ? What.PACK : What.EXPORT, ExportAccess.ofDownload(job)))) {
                setHeaders(job, response);
                send(job, file, access, response);
            }
        }
    }

    private static void setHeaders(ExportJob job, HttpServletResponse response) {
        response.setContentType(
                job.kind() == Kind.PACK
                        ? "application/zip"
                        : ExportFormat.ofCode(job.format()).contentType());
        response.setContentLengthLong(Objects.requireNonNull(job.bytes()));
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(job.fileName()).build().toString());
        // RFC 9530
        var sha256 = HexFormat.of().parseHex(Objects.requireNonNull(job.sha256()));
        response.setHeader("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    }

    private static void send(ExportJob job, InputStream file, AccessLog.Streamed access, HttpServletResponse response)
            throws IOException {
        var out = response.getOutputStream();
        var some = new byte[COPIED_BYTES];
        try {
            for (int count = file.read(some); count >= 0; count = file.read(some)) {
                out.write(some, 0, count);
            }
            access.complete(job.rowsDone());
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                response.reset();
                throw e;
            }
            LOG.error(
                    "The download of export {} broke off ({})",
                    job.id(),
                    e.getClass().getName());
            throw new CloseNowException();
        }
    }

    private ExportJob require(Owner owner, String id) {
        return uuid(id).flatMap(known -> jobs.find(owner.tenant(), known))
                .orElseThrow(() -> new Problem(ProblemCode.UNKNOWN_EXPORT, "No export of yours has this id."));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            var id = UUID.fromString(text);
            return Optional.of(id).filter(one -> one.toString().equals(text.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void requireFile(ExportJob job) {
        switch (job.state()) {
            case COMPLETED -> {}
            case QUEUED, RUNNING ->
                throw Problem.retryLater(
                        ProblemCode.EXPORT_NOT_READY,
                        job.rowsDone() + " rows are done. Try again when the export is completed.",
                        POLL_AFTER);
            case FAILED ->
                throw new Problem(
                        ProblemCode.EXPORT_NOT_READY,
                        "The export failed. "
                                + Objects.requireNonNull(job.problem()).detail());
            case EXPIRED -> throw gone();
        }
    }

    private static Problem gone() {
        return new Problem(ProblemCode.EXPORT_GONE, "The file was deleted, as announced. Ask for another export.");
    }

    private static Problem elsewhere() {
        return Problem.busy("Another process of the server has this file. Ask again.", POLL_AFTER);
    }
}
