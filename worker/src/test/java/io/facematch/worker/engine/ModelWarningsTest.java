package io.facematch.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.folder.KnownModels;
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
                .contains("calibrated with faces found by yunet-2023mar", "yunet-s-dynamic finds them here");
    }

    @Test
    void sayThatADemonstrationIsOne() {
        assertThat(ModelWarnings.about(models(false, true)))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("starter-embedder is a demonstration model");
    }

    private static ModelsInUse models(boolean calibratedWithThisDetector, boolean demonstration) {
        var known = KnownModels.in(List.of());
        var embedder =
                known.find(demonstration ? "starter-embedder" : "espdl-mbf-112").orElseThrow();
        var detector = known.find("yunet-s-dynamic").orElseThrow();
        var other = demonstration ? "/starter-detector/lfw-4" : "/yunet-2023mar/lfw-4";
        var calibration = embedder.id() + (calibratedWithThisDetector ? "/yunet-s-dynamic/lfw-4" : other);
        return new ModelsInUse(
                embedder, detector, embedder.calibration(calibration).orElseThrow());
    }
}
