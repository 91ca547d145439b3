package io.facematch.api.audit.report;

import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.report.ReportView.ColumnView;
import io.facematch.api.audit.table.AcceptedForms;
import io.facematch.api.csv.CsvLines;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/audit/reports}: what the outcomes of a tenant add up to, for its auditors. */
@RestController
class ReportController {
    private static final String FORMAT = "format";
    private static final String BOM = "bom";
    private static final AcceptedForms<Form> FORMS = new AcceptedForms<>(List.of(Form.values()), form -> form.type);

    private final Reports reports;
    private final QueryReader queries;

    ReportController(Reports reports, QueryReader queries) {
        this.reports = reports;
        this.queries = queries;
    }

    private enum Form {
        JSON(MediaType.APPLICATION_JSON_VALUE),
        CSV("text/csv");

        final String type;

        Form(String type) {
            this.type = type;
        }
    }

    /** The reports there are. */
    record ReportList(List<Item> items) {
        /** @param parameters beyond those of all reports */
        record Item(String name, String title, List<ReportParameter> parameters, Links links) {}

        /** Relative to the API's address. */
        record Links(URI self) {}

        static Item item(Report report) {
            return new Item(
                    report.name(),
                    report.title(),
                    report.parameters(),
                    new Links(URI.create("/v1/audit/reports/" + report.name())));
        }
    }

    @TakesParameters(checked = true)
    @GetMapping(path = "/v1/audit/reports", produces = MediaType.APPLICATION_JSON_VALUE)
    ReportList list(Owner owner, HttpServletRequest request) {
        owner.require(Scopes.AUDIT);
        Parameters.ofAddress(request, List.of());
        return new ReportList(reports.all().stream().map(ReportList::item).toList());
    }

    @TakesParameters(checked = true)
    @GetMapping("/v1/audit/reports/{name}")
    ResponseEntity<Object> read(Owner owner, @PathVariable String name, HttpServletRequest request) throws IOException {
        owner.require(Scopes.AUDIT);
        var report = reports.named(name);
        var given = QueryReader.parameters(request, report, FORMAT, BOM);
        var form = given.text(FORMAT) == null
                ? FORMS.choose(request.getHeader(HttpHeaders.ACCEPT))
                : Form.valueOf(given.oneOf(FORMAT, "", "json", "csv").toUpperCase(Locale.ROOT));
        var withByteOrderMark = given.oneOf(BOM, "false", "true", "false").equals("true");
        var view = reports.read(owner, report, queries.read(owner, given));
        return form == Form.JSON
                ? ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(view)
                : ResponseEntity.ok()
                        .contentType(new MediaType(MediaType.parseMediaType(form.type), StandardCharsets.UTF_8))
                        .header(HttpHeaders.CONTENT_DISPOSITION, disposition(report))
                        .body(csv(view, withByteOrderMark));
    }

    private static String disposition(Report report) {
        return ContentDisposition.attachment()
                .filename("facematch-" + report.name() + ".csv")
                .build()
                .toString();
    }

    private static byte[] csv(ReportView view, boolean withByteOrderMark) throws IOException {
        var names = view.columns().stream().map(ColumnView::name).toList();
        var out = new ByteArrayOutputStream();
        var lines = new CsvLines(names, withByteOrderMark, out);
        for (var row : view.rows()) {
            for (var name : names) {
                lines.add(row.get(name));
            }
            lines.end();
        }
        lines.flush();
        return out.toByteArray();
    }
}
