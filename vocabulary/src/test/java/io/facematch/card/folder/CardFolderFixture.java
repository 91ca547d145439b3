package io.facematch.card.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelCards;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A folder of models with cards and calibrations in it. */
abstract class CardFolderFixture {
    static final String HASH = "a".repeat(64);

    /** The least that a card has to say. */
    static final String CARD = """
            {"id": "my-r50", "file": "my-r50.onnx", "sha256": "%s", "bytes": 1000,
             "embedder": {
               "pixels": {"order": "RGB", "mean": 127.5, "divisor": 127.5}, "size": 112,
               "template": [[38.3, 51.7], [73.5, 51.5], [56.0, 71.7], [41.5, 92.4], [70.7, 92.2]],
               "dimensions": 512},
             "calibrations": []}""".formatted(HASH);

    static final String CALIBRATION = """
            {"id": "my-r50/detector/staff", "detectors": ["detector"], "dataSet": "staff", "images": 9,
             "failuresToEnrol": 1, "genuineComparisons": 5, "impostorComparisons": 900, "equalErrorRate": 0.01,
             "points": [{"falseMatchRate": 0.01, "cosine": 0.3, "extrapolated": false, "falseMatches": 9,
                         "interval": {"low": 0.001, "high": 0.02}, "falseNonMatchRate": 0.1}]}""";

    @TempDir
    Path folder;

    static ModelCard starter() {
        return ModelCards.all().stream()
                .filter(card -> card.id().equals("starter-embedder"))
                .findFirst()
                .orElseThrow();
    }

    /** Calibrations of one's own for a model. */
    static String own(ModelCard card, String calibration) {
        return "{\"model\": \"%s\", \"sha256\": \"%s\", \"calibrations\": [%s]}"
                .formatted(card.id(), card.sha256(), CALIBRATION.replace("my-r50/detector/staff", calibration));
    }

    void put(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    void assertRefused(String file, String reason) {
        var known = KnownModels.in(List.of(folder));
        assertThat(known.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(folder.resolve(file));
            assertThat(problem.reason()).contains(reason).doesNotContain("\n").doesNotContain("Exception");
        });
        assertThat(known.cards()).isEqualTo(ModelCards.all());
        assertThat(known.models()).flatExtracting(KnownModel::ownCalibrations).isEmpty();
    }

    static Calibration calibration(String id) {
        var model = id.substring(0, id.indexOf('/'));
        return CardText.calibrations(own(starter(), id)
                        .replace("\"starter-embedder\"", "\"" + model + "\"")
                        .getBytes(StandardCharsets.UTF_8))
                .calibrations()
                .getFirst();
    }
}
