package io.facematch.standalone.explanation;

import static io.facematch.standalone.page.Markup.escape;

import io.facematch.face.quality.Measurements;
import io.facematch.face.quality.Measurements.Part;
import io.facematch.face.quality.Quality;
import io.facematch.face.trace.FaceTrace;
import io.facematch.face.trace.Picture;
import io.facematch.face.tuning.Tuning;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/** One face: where it is, what the embedder sees, how good it is, and whether it is compared. */
final class FaceSection {
    private final String name;
    private final FaceTrace trace;

    /** @param name such as "Photo 1, face 2" */
    FaceSection(String name, FaceTrace trace) {
        this.name = name;
        this.trace = trace;
    }

    String html() {
        var measurements = trace.measurements();
        var quality = trace.quality();
        return "<section class=\"face\">\n<h4>" + escape(name) + "</h4>\n<p class=\"verdict "
                + (trace.compared() ? "good" : "refused") + "\">" + escape(Words.verdictOn(trace))
                + ".</p>\n<div class=\"parts\">\n" + crop() + facts()
                + (measurements == null || quality == null ? "" : quality(measurements, quality))
                + "</div>\n</section>\n";
    }

    private String crop() {
        var crop = trace.crop();
        return crop == null
                ? "<p>No crop was made: the face was refused before.</p>\n"
                : "<figure>\n" + image(crop, "Levelled crop of " + name)
                        + "<figcaption>What the embedder sees, enlarged</figcaption>\n</figure>\n";
    }

    /** A crop has 112 pixels or 128, so it is shown larger, but no smoother than it is. */
    static String image(Picture crop, String description) {
        return "<img class=\"crop\" src=\"" + Drawing.source(crop) + "\" alt=\"" + escape(description) + "\"/>\n";
    }

    private String facts() {
        var face = trace.face();
        var box = face.box();
        var seen = face.sighting();
        return new FactTable("Where it is, and how the detector saw it")
                .add(
                        "Box in the decoded photo",
                        Words.size(box.width(), box.height()) + ", " + Math.round(box.x()) + " from the left, "
                                + Math.round(box.y()) + " from the top")
                .add("Roll", Words.degrees(Math.IEEEremainder(seen.roll(), 360)))
                .add("Certainty", Words.decimals(face.certainty(), 3))
                .add("Confidence", Words.decimals(face.confidence(), 3))
                .add("Spread of its points", Words.decimals(seen.spread(), 3) + " eye distances")
                .add(
                        "Seen on its canvas",
                        Math.round(seen.size()) + " pixels large, tilt " + Words.degrees(seen.tilt()))
                .add("Border needed", seen.border() == 0 ? "none" : Math.round(100 * seen.border()) + " %")
                .html();
    }

    private static String quality(Measurements measured, Quality quality) {
        var rows = new StringBuilder();
        row(rows, "Size", "eye distance, pixels", measured.size(), value -> value, 1);
        row(rows, "Sharpness", "0 to 1", measured.sharpnessPart(), value -> value, 3);
        row(rows, "Enough light", "mean grey, 0 to 255", measured.darkness(), value -> value, 0);
        row(rows, "Not too bright", "mean grey, 0 to 255", measured.brightness(), value -> 255 - value, 0);
        row(rows, "Not washed out", "white pixels, %", measured.clipping(), value -> 100 * (1 - value), 1);
        row(rows, "Pose", "turn of the head, eye distances", measured.pose(), value -> -value, 2);
        return "<div class=\"quality\">\n<p><b>Quality " + Words.decimals(quality.overall(), 2)
                + "</b>, that of its weakest part. A face needs " + Words.decimals(Tuning.QUALITY_FLOOR, 2)
                + ".</p>\n<div class=\"wide\" role=\"region\" aria-label=\"Parts of the quality\" tabindex=\"0\"><table>\n"
                + "<caption>Parts of the quality</caption>\n<thead><tr><th scope=\"col\">Part</th>"
                + "<th scope=\"col\">Score</th><th scope=\"col\" class=\"number\">Measured</th>"
                + "<th scope=\"col\" class=\"number\">Useless</th><th scope=\"col\" class=\"number\">Floor</th>"
                + "<th scope=\"col\" class=\"number\">Good</th></tr></thead>\n<tbody>\n" + rows
                + "</tbody>\n</table></div>\n</div>\n";
    }

    /**
     * @param unit of the values that are shown
     * @param shown from the value of a part, of which more is better, to the value that people know
     * @param decimals of that
     */
    private static void row(
            StringBuilder rows, String name, String unit, Part part, DoubleUnaryOperator shown, int decimals) {
        DoubleFunction<String> number = value ->
                "<td class=\"number\">" + escape(Words.decimals(shown.applyAsDouble(value), decimals)) + "</td>";
        var score = part.score();
        rows.append(score < Tuning.QUALITY_FLOOR ? "<tr class=\"poor\">" : "<tr>")
                .append("<th scope=\"row\">")
                .append(escape(name))
                .append(" <small>")
                .append(escape(unit))
                .append("</small></th><td class=\"score\"><span class=\"bar\"><span style=\"width:")
                .append(Math.round(100 * score))
                .append("%\"></span></span> ")
                .append(Words.decimals(score, 2))
                .append("</td>")
                .append(number.apply(part.value()))
                .append(number.apply(part.ramp().useless()))
                .append(number.apply(part.ramp().floor()))
                .append(number.apply(part.ramp().good()))
                .append("</tr>\n");
    }
}
