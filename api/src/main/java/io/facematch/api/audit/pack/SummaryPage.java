package io.facematch.api.audit.pack;

import io.facematch.api.audit.filter.OutcomeFilter;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tree.TreeHead;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code summary.html}: for people, to be read and printed. It needs nothing from outside, and has no script. */
final class SummaryPage {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:1.8rem 0 .4rem;border-bottom:1px solid #bbb}
            table{border-collapse:collapse;width:100%;margin:.4rem 0}th,td{text-align:left;padding:.25rem .6rem .25rem 0;\
            border-bottom:1px solid #ddd;vertical-align:top}th{font-weight:600}td{overflow-wrap:anywhere}\
            .facts th{width:9.5rem}
            .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.n{white-space:normal}tr>:last-child{padding-right:0}\
            code,pre{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}.note{border-left:4px solid #b26a00;padding-left:.8rem}
            @page{margin:18mm}@media print{body{margin:0;max-width:none;font-size:11px}h2{break-after:avoid}tr{break-inside:avoid}}
            """;

    private final StringBuilder page = new StringBuilder(16_384);
    private final PackRequest request;
    private final PackCounts counts;

    private SummaryPage(PackRequest request, PackCounts counts) {
        this.request = request;
        this.counts = counts;
    }

    static String of(PackRequest request, PackCounts counts, String origin, TreeHead head, List<VerifierKey> keys) {
        return new SummaryPage(request, counts).text(origin, head, keys);
    }

    private String text(String origin, TreeHead head, List<VerifierKey> keys) {
        var tenant = request.filter().tenant();
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'\"><title>Evidence pack of ")
                .append(escaped(tenant))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>Evidence pack</h1>\n<p>Outcomes of face comparisons of <b>")
                .append(escaped(tenant))
                .append("</b>, each with the proof that it is in the signed log.</p>\n");
        notes();
        asked();
        outcomes();
        clients();
        rules();
        log(origin, head, keys);
        return page.append("</body></html>\n").toString();
    }

    private void notes() {
        if (counts.notSigned() > 0) {
            note(count(counts.notSigned()) + " more outcomes match. They are not in the pack, since the log was not"
                    + " signed yet that has them: ask for another pack.");
        }
        if (counts.erased() > 0) {
            note("Of " + count(counts.erased()) + " outcomes it was erased whom they were about, and how similar the"
                    + " faces were. What is left of them is proven like that of all others.");
        }
    }

    private void note(String text) {
        page.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
    }

    private void asked() {
        heading("What was asked for");
        facts();
        row("Asked for by", request.by().client() + ", of " + request.by().tenant());
        row("Asked for at", request.at().toString());
        row("Export", request.id().toString());
        words().forEach(this::row);
        row("Columns", request.withSubjects() ? "all, also by what subjects can be recognized" : "plain");
        end();
    }

    /** Of the filter, in words that a reader knows from the documents. */
    private Map<String, String> words() {
        var words = request.filter().words();
        words.remove("tenant");
        words.remove("order");
        if (!request.withSubjects()) {
            words.computeIfPresent(
                    OutcomeFilter.SUBJECT_DIGEST, (word, digest) -> "one subject, whose digest is not shown");
            words.computeIfPresent(
                    OutcomeFilter.PHOTO_DIGEST, (word, digest) -> "one photo, whose digest is not shown");
        }
        words.putIfAbsent("from", "from the first outcome on");
        words.putIfAbsent("to", "until it was asked for");
        return words;
    }

    private void outcomes() {
        heading("What was decided");
        facts();
        row("Outcomes", count(counts.rows()));
        row("First", counts.first() == null ? "none" : counts.first().toString());
        row("Last", counts.last() == null ? "none" : counts.last().toString());
        end();
        table();
        head("Outcome", "Count", "Share");
        counts.byStatus().forEach((status, count) -> figures(status, count(count), share(count, counts.rows())));
        end();
        var compared = counts.matches() + counts.nonMatches();
        if (compared > 0) {
            page.append("<p>Of ")
                    .append(count(compared))
                    .append(" pairs that could be compared, ")
                    .append(share(counts.matches(), compared))
                    .append(" matched.</p>\n");
        }
    }

    private void clients() {
        heading("By client");
        table();
        head("Client", "Outcomes", "Match", "No match", "Not compared");
        counts.byClient().forEach((client, of) -> {
            var all = of.values().stream().mapToLong(Long::longValue).sum();
            var matches = of.getOrDefault(PackCounts.MATCH, 0L);
            var nonMatches = of.getOrDefault(PackCounts.NON_MATCH, 0L);
            figures(client, count(all), count(matches), count(nonMatches), count(all - matches - nonMatches));
        });
        end();
    }

    private void rules() {
        heading("By which rule");
        table();
        head("Operating point", "Outcomes", "Threshold");
        counts.byPoint()
                .forEach((point, count) -> figures(point.code(), count(count), Double.toString(point.threshold())));
        end();
        counts.byModel().forEach((model, count) -> {
            facts();
            row("Model", model.embedder().isEmpty() ? "none: nothing was compared" : model.embedder());
            row("Outcomes", count(count));
            rowUnlessEmpty("SHA-256 of its card", model.cardSha256());
            rowUnlessEmpty("Detector", model.detector());
            rowUnlessEmpty("Calibration", model.calibration());
            rowUnlessEmpty("SHA-256 of that", model.calibrationSha256());
            end();
        });
    }

    private void log(String origin, TreeHead head, List<VerifierKey> keys) {
        heading("The log");
        facts();
        row("Name", origin);
        row("Rows", count(head.size()));
        row("Root", head.root().base64());
        keys.forEach(key -> row(
                "Key " + key.type().algorithm() + " " + String.format(Locale.ROOT, "%08x", key.keyId()),
                key.toString()));
        end();
        page.append("<p>Compare the keys with those that you were given on another way: whoever made another pack would"
                        + " have put other keys into it.</p>\n")
                .append(
                        "<h2>How to verify</h2>\n<p><code>./facematch audit verify PACK.zip --key KEY</code> checks all of"
                                + " it, without this installation and without a network. <code>VERIFY.md</code> tells how to do it"
                                + " with programs of somebody else.</p>\n");
    }

    private void heading(String title) {
        page.append("<h2>").append(title).append("</h2>\n");
    }

    private void table() {
        page.append("<table>\n");
    }

    /** A table of names and values. */
    private void facts() {
        page.append("<table class=\"facts\">\n");
    }

    private void end() {
        page.append("</table>\n");
    }

    private void head(String... titles) {
        page.append("<tr>");
        for (int i = 0; i < titles.length; i++) {
            page.append(i == 0 ? "<th>" : "<th class=\"n\">")
                    .append(escaped(titles[i]))
                    .append("</th>");
        }
        page.append("</tr>\n");
    }

    private void row(String name, String value) {
        page.append("<tr><th>")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>\n");
    }

    private void rowUnlessEmpty(String name, String value) {
        if (!value.isEmpty()) {
            row(name, value);
        }
    }

    private void figures(String name, String... figures) {
        page.append("<tr><td>").append(escaped(name)).append("</td>");
        for (var figure : figures) {
            page.append("<td class=\"n\">").append(escaped(figure)).append("</td>");
        }
        page.append("</tr>\n");
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String share(long part, long of) {
        return String.format(Locale.ROOT, "%.2f %%", 100.0 * part / of);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
