package io.facematch.standalone.calibration.document;

import static io.facematch.standalone.page.Markup.escape;

import io.facematch.standalone.calibration.measurement.Measurement;
import io.facematch.standalone.page.PagePart;
import io.facematch.verification.OperatingPoint;
import java.util.stream.Collectors;

/** {@code report.html}: one file that loads nothing and runs nothing. It is well-formed XML, too. */
final class ReportPage {
    private final Measurement measurement;

    ReportPage(Measurement measurement) {
        this.measurement = measurement;
    }

    String html() {
        return PagePart.read(ReportPage.class, "report.html")
                .formatted(
                        escape(measurement.model()),
                        PagePart.read(ReportPage.class, "report.css"),
                        escape(measurement.detector()),
                        escape(measurement.calibration().dataSet()),
                        cautions() + keyFigures(),
                        figures(),
                        new Tables(measurement)
                                .all().stream().map(ReportPage::section).collect(Collectors.joining()));
    }

    private String cautions() {
        var cautions = measurement.cautions();
        return cautions.isEmpty()
                ? ""
                : "<aside>\n<h2>Too few data</h2>\n"
                        + cautions.stream()
                                .map(caution -> "<p>" + escape(caution) + "</p>\n")
                                .collect(Collectors.joining())
                        + "</aside>\n";
    }

    private String keyFigures() {
        var calibration = measurement.calibration();
        var evidence = measurement.evidence();
        var figures = new StringBuilder();
        calibration.at(OperatingPoint.DEFAULT.falseMatchRate()).ifPresent(point -> {
            var name = OperatingPoint.DEFAULT.code() + (point.extrapolated() ? " (extrapolated)" : "");
            keyFigure(figures, "Threshold at " + name + ", a cosine of", Format.COSINE, point.cosine());
            keyFigure(figures, "Genuine pairs missed at " + name, Format.PERCENT, point.falseNonMatchRate());
        });
        keyFigure(figures, "Equal error rate", Format.PERCENT, calibration.equalErrorRate());
        var failureToEnrol = evidence.failuresToEnrol() / (double) evidence.photos();
        keyFigure(figures, "Photos that failed to enrol", Format.PERCENT, failureToEnrol);
        return "<dl>\n" + figures + "</dl>\n";
    }

    private static void keyFigure(StringBuilder figures, String title, Format format, double value) {
        figures.append("<div><dt>")
                .append(escape(title))
                .append("</dt><dd>")
                .append(escape(format.text(value)))
                .append("</dd></div>\n");
    }

    private String figures() {
        var figures = new Figures(measurement);
        var threshold = measurement.calibration().at(OperatingPoint.DEFAULT.falseMatchRate());
        return figure(
                        "Cosines",
                        figures.histogram(),
                        """
                        Cosines of <b class="impostor">different persons</b> and of <b class="genuine">the same \
                        person</b>, each in shares of their own number"""
                                + (threshold.isPresent()
                                        ? "; the dotted line is the threshold of the operating point "
                                                + OperatingPoint.DEFAULT.code() + "."
                                        : "."))
                + figure("DET", figures.det(), """
                        What fewer false matches cost in false non-matches. The nearer to the lower left corner, the \
                        better. Logarithmic axes have no zero: where no genuine pair is missed, there is no curve.""")
                + figure("ROC", figures.roc(), """
                        The same data, with the genuine pairs that match. The nearer to the upper left corner, the \
                        better.""")
                + figures.groups().stream()
                        .map(group -> figure(group.title(), group.svg(), escape(group.caption())))
                        .collect(Collectors.joining());
    }

    private static String figure(String title, String svg, String caption) {
        return "<figure>\n<h2>" + escape(title) + "</h2>\n" + svg + "\n<figcaption>" + caption
                + "</figcaption>\n</figure>\n";
    }

    private static String section(Table table) {
        var intro = table.text().isEmpty() ? "" : "<p>" + escape(table.text()) + "</p>\n";
        return "<section>\n<h2>" + escape(table.title()) + "</h2>\n" + intro + rows(table) + "</section>\n";
    }

    private static String rows(Table table) {
        if (table.rows().isEmpty()) {
            return "";
        }
        var facts = table.columns().isEmpty();
        var head = facts ? "" : "<thead><tr>" + headings(table) + "</tr></thead>\n";
        var body = table.rows().stream()
                .map(row -> "<tr>" + row.stream().map(ReportPage::cell).collect(Collectors.joining()) + "</tr>\n")
                .collect(Collectors.joining());
        // Focusable, so that readers without a mouse can scroll a table that is too wide for a phone.
        return "<div class=\"table\" role=\"region\" aria-label=\"" + escape(table.title()) + "\" tabindex=\"0\"><table"
                + (facts ? " class=\"facts\"" : "") + ">\n" + head + "<tbody>\n" + body + "</tbody>\n</table></div>\n";
    }

    private static String headings(Table table) {
        var headings = new StringBuilder();
        for (var column = 0; column < table.columns().size(); column++) {
            var number = table.rows().getFirst().get(column).isNumber();
            headings.append("<th scope=\"col\"")
                    .append(number ? " class=\"number\">" : ">")
                    .append(escape(table.columns().get(column)))
                    .append("</th>");
        }
        return headings.toString();
    }

    private static String cell(Cell cell) {
        var style = switch (cell.format()) {
            case TEXT -> "<td>";
            case MARK -> "<td class=\"mark\">";
            case WHOLE, COSINE, SIMILARITY, FACTOR, PERCENT, RATE -> "<td class=\"number\">";
        };
        return style + escape(cell.shown()) + "</td>";
    }
}
