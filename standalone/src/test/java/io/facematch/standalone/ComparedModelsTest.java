package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration;
import io.facematch.face.FaceEngine;
import io.facematch.face.FaceSettings;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import io.facematch.face.network.ModelSelection;
import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.difference.Difference;
import io.facematch.standalone.calibration.measurement.Against;
import io.facematch.standalone.calibration.scoring.Comparisons;
import io.facematch.standalone.calibration.scoring.Progress;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in model beside itself, and beside itself with a calibration that asks for more. */
class ComparedModelsTest {
    private static final ModelSelection BUILT_IN =
            new ModelCatalog(List.of()).selectToMeasure(new ModelChoice("starter-embedder", "starter-detector", false));

    /** So strict that only the same photo twice would be a match. */
    private static final ModelSelection STRICT = new ModelSelection(
            BUILT_IN.detector(),
            BUILT_IN.embedder(),
            new Calibration(
                    "strict",
                    List.of("starter-detector"),
                    "none",
                    2,
                    0,
                    1,
                    1,
                    0,
                    List.of(new Calibration.Point(1e-2, 0.999, true, 0, new Calibration.Interval(0, 1), 0))));

    @TempDir
    private Path folder;

    @Test
    void comparesAllPairsOfAFolder() throws IOException {
        for (var person = 1; person <= 10; person++) {
            put("person%02d_id".formatted(person), "Person%02d_0001".formatted(person));
            put("person%02d_selfie".formatted(person), "Person%02d_0002".formatted(person));
        }
        put("fixture_dark", "Person01_0003");

        var against = against(folder);

        // Each model's own failure to enrol is in neither: 20 faces make 190 pairs.
        assertThat(against.difference().genuine()).isEqualTo(10);
        assertThat(against.difference().impostors()).isEqualTo(180);
        assertThat(against.onlyMeasured()).isZero();
        assertThat(against.onlyOther()).isZero();
        assertThat(against.difference().inUse()).hasSize(3).allSatisfy(ComparedModelsTest::showsThatTheStrictOneMisses);
        assertThat(against.difference().atSameRate()).isEmpty();
    }

    @Test
    void comparesTheLabelledPairsOfAnArchive() throws IOException {
        var archive = new Zip();
        var labels = new StringBuilder("pair_id,same\n");
        for (var person = 1; person <= 10; person++) {
            var selfie = Samples.portrait("person%02d_selfie".formatted(person));
            archive.pair("mated" + person, selfie, Samples.portrait("person%02d_id".formatted(person)));
            archive.pair("other" + person, selfie, Samples.portrait("person%02d_id".formatted(person % 10 + 1)));
            labels.append("mated")
                    .append(person)
                    .append(",1\nother")
                    .append(person)
                    .append(",0\n");
        }
        archive.pair("dark", Samples.portrait("fixture_dark"), Samples.portrait("person03_id"));
        archive.add("labels.csv", labels.append("dark,1\n").toString().getBytes(StandardCharsets.UTF_8));
        var file = Files.write(folder.resolve("pairs.zip"), archive.build());

        var against = against(file);

        assertThat(against.difference().genuine()).isEqualTo(10);
        assertThat(against.difference().impostors()).isEqualTo(10);
        assertThat(against.difference().inUse()).hasSize(3).allSatisfy(ComparedModelsTest::showsThatTheStrictOneMisses);
    }

    private static void showsThatTheStrictOneMisses(Difference difference) {
        assertThat(difference.second().falseNonMatches()).isEqualTo(10);
        assertThat(difference.first().falseNonMatches()).isLessThan(10);
        assertThat(difference.missed().byFirstOnly()).isZero();
        assertThat(difference.missed().bySecondOnly())
                .isEqualTo(difference.missed().people());
        assertThat(difference.value()).isNegative();
    }

    private static Against against(Path data) throws IOException {
        try (var set = DataSet.open(data, null);
                var comparisons = comparisons(set, BUILT_IN);
                var others = comparisons(set, STRICT)) {
            return Against.of(BUILT_IN, comparisons, STRICT, others);
        }
    }

    private static Comparisons comparisons(DataSet data, ModelSelection models) {
        try (var engine = FaceEngine.open(models, FaceSettings.DEFAULTS)) {
            return Comparisons.of(data, engine, 2, new Silence());
        }
    }

    private static final class Silence implements Progress {
        @Override
        public void say(String text) {
            // Nobody listens.
        }

        @Override
        public void show(int done, int total) {
            // Nobody looks.
        }
    }

    private void put(String portrait, String name) throws IOException {
        Files.write(folder.resolve(name + ".jpg"), Samples.portrait(portrait));
    }
}
