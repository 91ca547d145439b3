package io.facematch.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.ModelsInUse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelWarningsTest {
    @Test
    void haveNothingToSayAboutModelsThatWereMeasuredTogether() {
        assertThat(ModelWarnings.about(models(true, false))).isEmpty();
    }

    @Test
    void nameTheDetectorThatTheCalibrationWasNotMeasuredWith() {
        assertThat(ModelWarnings.about(models(false, false)))
                .singleElement()
                .asString()
                .contains("calibrated with faces found by another-detector", "some-detector finds them here");
    }

    @Test
    void sayThatADemonstrationIsOne() {
        assertThat(ModelWarnings.about(models(false, true)))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("embedder is a demonstration model");
    }

    private static ModelsInUse models(boolean calibratedWithThisDetector, boolean demonstration) {
        return new ModelsInUse(
                "embedder",
                "1".repeat(64),
                "MIT",
                "embedder/measured",
                List.of(calibratedWithThisDetector ? "some-detector" : "another-detector"),
                "some-detector",
                "2".repeat(64),
                demonstration);
    }
}
