package io.facematch.api.audit.export;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.filter.FilterBodies;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.OutcomeFilter;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.query.OutcomeSearch;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/outcomes/export}: all that a search finds, as a file that is made while it is sent. */
@RestController
class ExportController {
    private static final Logger LOG = LoggerFactory.getLogger(ExportController.class);
    private static final DateTimeFormatter TIME_IN_NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String FORMAT = "format";
    private static final String COLUMNS = "columns";
    private static final String BOM = "bom";
    private static final List<String> IN_ADDRESS = FilterReader.namesInAddress(FORMAT, COLUMNS, BOM);
    private static final List<String> IN_BODY = FilterReader.namesInBody(FORMAT, COLUMNS, BOM);

    private final FilterReader filters;
    private final FilterBodies bodies;
    private final OutcomeSearch search;
    private final AccessLog accesses;
    private final ExportPlaces places;
    private final ExportSettings settings;
    private final InstantSource clock;

    ExportController(
            FilterReader filters,
            FilterBodies bodies,
            OutcomeSearch search,
            AccessLog accesses,
            ExportPlaces places,
            ExportSettings settings,
            InstantSource clock) {
        this.filters = filters;
        this.bodies = bodies;
        this.search = search;
        this.accesses = accesses;
        this.places = places;
        this.settings = settings;
        this.clock = clock;
    }

    @TakesParameters(checked = true)
    @GetMapping("/v1/outcomes/export")
    void export(Owner owner, HttpServletRequest request, HttpServletResponse response) throws IOException {
        owner.require(Scopes.AUDIT);
        send(owner, Parameters.ofAddress(request, IN_ADDRESS), request, response);
    }

    /** The same with the filter in the body, which no program on the way logs: only here a subject can be named, or a photo sent. */
    @TakesParameters(checked = true)
    @PostMapping("/v1/outcomes/export")
    void export(Owner owner, InputStream body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        owner.require(Scopes.AUDIT);
        send(owner, bodies.read(owner, request, body, IN_BODY), request, response);
    }

    private void send(Owner owner, Parameters given, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var form = form(owner, given, request);
        var filter = filters.read(owner, given);
        try (var place = places.take(owner.tenant())) {
            if (search.areMoreThan(settings.maxRows(), filter)) {
                throw tooMany();
            }
            if (HttpMethod.HEAD.matches(request.getMethod())) {
                setHeaders(form, response); // a HEAD has no body
                return;
            }
            try (var access = accesses.begin(Access.of(owner, What.EXPORT, words(filter, form)))) {
                setHeaders(form, response);
                write(access, filter, form, response);
            }
        }
    }

    private static Map<String, String> words(OutcomeFilter filter, ExportForm form) {
        var words = new TreeMap<>(filter.words());
        words.put(FORMAT, form.format().code());
        words.put(COLUMNS, form.columns());
        return words;
    }

    private void setHeaders(ExportForm form, HttpServletResponse response) {
        response.setContentType(form.format().contentType());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(form.format()));
    }

    private ExportForm form(Owner owner, Parameters given, HttpServletRequest request) {
        var format = given.text(FORMAT) == null
                ? ExportFormat.accepted(request.getHeader(HttpHeaders.ACCEPT))
                : ExportFormat.ofCode(given.oneOf(FORMAT, "", ExportFormat.codes()));
        var withAll = given.oneOf(COLUMNS, ExportForm.PLAIN, ExportForm.PLAIN, ExportForm.ALL)
                .equals(ExportForm.ALL);
        if (withAll) {
            owner.require(Scopes.AUDIT_SENSITIVE);
        }
        return new ExportForm(
                format, withAll, given.oneOf(BOM, "false", "true", "false").equals("true"), FilterReader.zone(given));
    }

    private Problem tooMany() {
        return new Problem(
                ProblemCode.TOO_MANY_ROWS,
                String.format(
                        Locale.ROOT,
                        "More than %,d outcomes match, and one export has so many at most. Narrow the period (from, to), or"
                                + " ask for one client, status or decision at a time.",
                        settings.maxRows()));
    }

    private String disposition(ExportFormat format) {
        return ContentDisposition.attachment()
                .filename("facematch-outcomes-" + TIME_IN_NAME.format(clock.instant()) + "." + format.code())
                .build()
                .toString();
    }

    private void write(AccessLog.Streamed access, OutcomeFilter filter, ExportForm form, HttpServletResponse response)
            throws IOException {
        try (var said = search.said()) {
            var found = search.all(filter);
            var writer = form.writer(said::about, response.getOutputStream());
            while (found.hasNext()) {
                access.addRow();
                writer.add(found.next());
            }
            writer.finish();
            access.complete();
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                response.reset(); // the headers of a file, and the beginning of one
                throw e;
            }
            LOG.error(
                    "An export broke off after {} rows ({})",
                    access.rows(),
                    e.getClass().getName());
            // Half a file is sent: a broken connection tells the client so.
            throw new CloseNowException();
        }
    }
}
