package io.facematch.standalone.explanation;

import io.facematch.face.tuning.Tuning;
import io.facematch.standalone.page.PagePart;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One file with all its pictures, that loads nothing and runs nothing. It is well-formed XML, too. */
final class ExplanationPage {
    private final Explanation explanation;
    private final String version;

    /** @param version of this program */
    ExplanationPage(Explanation explanation, String version) {
        this.explanation = explanation;
        this.version = version;
    }

    String html() {
        var pair = explanation.pair();
        return PagePart.read(ExplanationPage.class, "explanation.html")
                .formatted(
                        pair == null ? "What was seen in this photo" : "Why this pair was decided so",
                        PagePart.read(ExplanationPage.class, "explanation.css"),
                        pair == null ? "the photo" : "both photos",
                        pair == null ? "" : new DecisionSection(explanation, pair).html(),
                        photos(),
                        Words.decimals(Tuning.HINT, 2),
                        models());
    }

    private String photos() {
        return IntStream.range(0, explanation.photos().size())
                .mapToObj(photo -> new PhotoSection(
                                explanation.nameOf(photo), explanation.photos().get(photo))
                        .html())
                .collect(Collectors.joining());
    }

    private String models() {
        var models = explanation.models();
        var facts = new FactTable("What it was made with")
                .add("Program", version)
                .add("Detector", models.detector())
                .add("SHA-256 of the detector", models.detectorSha256())
                .add("Embedder", models.embedder())
                .add("SHA-256 of the embedder", models.embedderSha256())
                .add("Calibration", models.calibration());
        models.calibrationWarnings().forEach(warning -> facts.add("Warning", warning + "."));
        if (models.demonstration()) {
            facts.add(
                    "Warning",
                    String.join(" and ", models.demonstrationModels())
                            + ": for demonstration only, not fit to decide about people.");
        }
        return facts.html();
    }
}
