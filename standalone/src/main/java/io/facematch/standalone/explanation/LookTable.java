package io.facematch.standalone.explanation;

import static io.facematch.standalone.page.Markup.escape;

import io.facematch.face.trace.LookTrace;
import io.facematch.face.trace.PhotoTrace;
import java.util.List;

/** Every look of the detector at one photo, in order. On a phone each row becomes a card. */
final class LookTable {
    private static final List<String> COLUMNS = List.of(
            "No.", "Canvas", "Look", "Size", "Turned", "Border", "Faces", "Hints", "Best certainty", "Its tilt");

    private final String photoName;
    private final PhotoTrace photo;

    LookTable(String photoName, PhotoTrace photo) {
        this.photoName = photoName;
        this.photo = photo;
    }

    String html() {
        var rows = new StringBuilder();
        var number = 0;
        for (var look : photo.looks()) {
            rows.append(row(++number, look));
        }
        var headings = new StringBuilder();
        COLUMNS.forEach(column -> headings.append("<th scope=\"col\" role=\"columnheader\">")
                .append(escape(column))
                .append("</th>"));
        // A table that is laid out otherwise would be none for screen readers, so it says what it is.
        return "<table class=\"looks\" role=\"table\">\n<caption>" + escape(Words.counted(number, "look"))
                + " of the detector, in order</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">" + headings
                + "</tr></thead>\n<tbody role=\"rowgroup\">\n" + rows + "</tbody>\n</table>\n";
    }

    private String row(int number, LookTrace look) {
        var best = look.best();
        var hint = look.shown().faces().isEmpty() ? " (hint)" : "";
        var cells = List.of(
                Math.round(look.turn()) == 0 ? "no" : Words.degrees(look.turn()),
                look.border() == 0 ? "no" : Math.round(100 * look.border()) + " %",
                Integer.toString(look.shown().faces().size()),
                Integer.toString(look.shown().hints().size()),
                best.map(face -> Words.decimals(face.certainty(), 3) + hint).orElse("–"),
                best.map(face -> Words.degrees(face.sighting().tilt())).orElse("–"));
        var html = new StringBuilder("<tr role=\"row\">");
        cell(html, 0, Integer.toString(number));
        html.append("<td role=\"cell\">").append(canvas(number, look)).append("</td>");
        cell(html, 2, Words.aimOf(look, photo));
        cell(html, 3, look.width() + " × " + look.height());
        for (var at = 0; at < cells.size(); at++) {
            cell(html, 4 + at, cells.get(at));
        }
        return html.append("</tr>\n").toString();
    }

    private String canvas(int number, LookTrace look) {
        var shown = look.shown();
        var drawing = new Drawing(
                photoName + ", canvas of look " + number + ": "
                        + Words.counted(shown.faces().size(), "face") + ", "
                        + Words.counted(shown.hints().size(), "hint"),
                look.canvas(),
                look.width(),
                look.height());
        shown.hints().forEach(hint -> drawing.face(hint, "hint"));
        shown.faces().forEach(face -> drawing.face(face, "good"));
        return drawing.svg();
    }

    private static void cell(StringBuilder html, int column, String text) {
        html.append("<td role=\"cell\" data-label=\"")
                .append(escape(COLUMNS.get(column)))
                .append("\">")
                .append(escape(text))
                .append("</td>");
    }
}
