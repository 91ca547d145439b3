package io.facematch.standalone.explanation;

import static io.facematch.standalone.page.Markup.escape;

import io.facematch.face.PairTrace;
import io.facematch.face.PairTrace.Comparison;
import io.facematch.face.Verification.Compared;
import io.facematch.face.Verification.NotCompared;
import io.facematch.face.trace.FaceTrace;
import io.facematch.job.Outcome;
import io.facematch.verification.Decision;
import io.facematch.verification.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a pair was decided: the two faces that count, their similarity, and those of all others. */
final class DecisionSection {
    private final Explanation explanation;
    private final PairTrace pair;

    DecisionSection(Explanation explanation, PairTrace pair) {
        this.explanation = explanation;
        this.pair = pair;
    }

    String html() {
        return "<section class=\"decision\">\n"
                + switch (pair.verification()) {
                    case Compared compared -> compared(compared);
                    case NotCompared not -> notCompared(not);
                }
                + "</section>\n";
    }

    private static String notCompared(NotCompared not) {
        var status = new Outcome.NotCompared(not.probe(), not.reference()).status();
        return "<h2>Not compared: " + escape(status.code()) + "</h2>\n" + reason("Photo 1", not.probe())
                + reason("Photo 2", not.reference());
    }

    private static String reason(String photo, @Nullable Reason reason) {
        return reason == null
                ? "<p>" + photo + " has a face that can be compared.</p>\n"
                : "<p>" + photo + ": " + escape(reason.message()) + ".</p>\n";
    }

    private String compared(Compared compared) {
        var point = explanation.point();
        var similarity = Words.similarity(compared, point);
        var threshold = Words.decimals(point.threshold(), 2);
        var match = point.decide(compared.similarity()) == Decision.MATCH;
        var facts = new FactTable("The numbers of the decision")
                .add("Similarity", similarity)
                .add("Threshold", threshold + " (" + point.code() + ")")
                .add(
                        "False match rate there",
                        "1 of " + Words.thousands(Math.round(1 / point.falseMatchRate()))
                                + " pairs of different people reaches it")
                .add("Cosine", Words.decimals(compared.cosine(), 4));
        explanation
                .models()
                .deciding()
                .at(point.falseMatchRate())
                .ifPresent(at -> facts.add("Cosine at the threshold", Words.decimals(at.cosine(), 4)));
        return "<h2>" + escape(Words.decisionOn(compared, point)) + "</h2>\n<p class=\"verdict "
                + (match ? "good" : "refused") + "\">"
                + escape((match ? "Probably the same person" : "Probably two different people") + ": similarity "
                        + similarity + (match ? " reaches" : " is below") + " the threshold " + threshold + " ("
                        + point.code() + ").")
                + "</p>\n" + scale(compared.similarity(), similarity, threshold) + notes(compared)
                + "<div class=\"parts\">\n<div class=\"crops\">\n" + crops() + "</div>\n" + facts.html() + "</div>\n"
                + (pair.comparisons().size() == 1 ? "" : matrix());
    }

    private String scale(double similarity, String shown, String threshold) {
        return "<div class=\"scale\" role=\"img\" aria-label=\"Similarity " + shown
                + " on a scale from 0 to 1; the threshold is " + threshold + "\"><span class=\"value\" style=\"width:"
                + percent(similarity) + "\"></span><span class=\"threshold\" style=\"left:"
                + percent(explanation.point().threshold()) + "\"></span></div>\n";
    }

    private static String percent(double share) {
        return Math.round(1000 * share) / 10.0 + "%";
    }

    /** Of faces that did not take part, though somebody who looks at the photo would expect them. */
    private static String notes(Compared compared) {
        return note("Photo 1", compared.probe().otherRefused())
                + note("Photo 2", compared.reference().otherRefused());
    }

    private static String note(String photo, @Nullable Reason otherRefused) {
        return otherRefused == null
                ? ""
                : "<p class=\"note\">" + photo + " has a larger or more central face that was refused: "
                        + escape(otherRefused.message()) + ".</p>\n";
    }

    private String crops() {
        return pair.best()
                .map(best -> crop(0, best.probeFace()) + crop(1, best.referenceFace()))
                .orElse("");
    }

    private String crop(int photo, int face) {
        var name = explanation.nameOf(photo) + ", face " + (face + 1);
        var crop = Objects.requireNonNull(face(photo, face).crop());
        return "<figure>\n" + FaceSection.image(crop, "Levelled crop of " + name) + "<figcaption>" + escape(name)
                + "</figcaption>\n</figure>\n";
    }

    private FaceTrace face(int photo, int face) {
        return explanation.photos().get(photo).faces().get(face);
    }

    private String matrix() {
        var references = pair.comparisons().stream()
                .mapToInt(Comparison::referenceFace)
                .distinct()
                .sorted()
                .toArray();
        var head = new StringBuilder();
        for (var reference : references) {
            head.append("<th scope=\"col\">").append(heading(1, reference)).append("</th>");
        }
        var rows = new StringBuilder();
        pair.comparisons().stream()
                .mapToInt(Comparison::probeFace)
                .distinct()
                .sorted()
                .forEach(probe -> {
                    rows.append("<tr><th scope=\"row\">")
                            .append(heading(0, probe))
                            .append("</th>");
                    pair.comparisons().stream()
                            .filter(comparison -> comparison.probeFace() == probe)
                            .forEach(comparison -> rows.append(cell(comparison)));
                    rows.append("</tr>\n");
                });
        return "<p><b>Of several faces, the two that are most alike decide.</b></p>\n"
                + "<div class=\"wide\" role=\"region\" aria-label=\"Similarities\" tabindex=\"0\"><table class=\"matrix\">\n"
                + "<caption>Similarity and cosine of every two</caption>\n<thead><tr><td></td>" + head
                + "</tr></thead>\n<tbody>\n" + rows + "</tbody>\n</table></div>\n";
    }

    private String heading(int photo, int face) {
        var crop = Objects.requireNonNull(face(photo, face).crop());
        return "<img src=\"" + Drawing.source(crop) + "\" alt=\"\"/> "
                + escape(explanation.nameOf(photo) + ", face " + (face + 1));
    }

    private String cell(Comparison comparison) {
        var decides = pair.best().filter(comparison::equals).isPresent();
        return (decides ? "<td class=\"best\"><b>" : "<td><b>")
                + Words.similarity(comparison.similarity(), comparison.cosine(), explanation.point())
                + "</b><br/>cosine "
                + Words.decimals(comparison.cosine(), 4) + (decides ? "<br/>decides" : "") + "</td>";
    }
}
