package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsInUseTest {
    private static final KnownModels KNOWN = KnownModels.in(List.of());
    private static final KnownModel EMBEDDER = model("starter-embedder");

    @Test
    void warnsWhenTheCalibrationWasMeasuredWithOtherDetectors() {
        var models = behind("yunet-2023mar");

        assertThat(models.calibratedWithThisDetector()).isFalse();
        assertThat(models.calibrationWarnings())
                .singleElement()
                .asString()
                .startsWith(
                        "The similarities of starter-embedder were calibrated with faces found by starter-detector, but"
                                + " yunet-2023mar finds them here: the false match rates that are stated may not hold");
    }

    @Test
    void doesNotWarnWhenItWasMeasuredWithThisOne() {
        assertThat(behind("starter-detector").calibratedWithThisDetector()).isTrue();
        assertThat(behind("starter-detector").calibrationWarnings()).isEmpty();
    }

    @Test
    void warnsWhenTooFewPeopleWereMeasured() {
        var whole = EMBEDDER.card().calibrations().getFirst();
        var lenient = new Calibration(
                "starter-embedder/few",
                whole.detectors(),
                whole.dataSet(),
                whole.images(),
                whole.failuresToEnrol(),
                whole.genuineComparisons(),
                whole.impostorComparisons(),
                whole.equalErrorRate(),
                whole.points().subList(0, 2));

        assertThat(new ModelsInUse(EMBEDDER, model("starter-detector"), lenient).calibrationWarnings())
                .singleElement()
                .asString()
                .startsWith(
                        "The calibration starter-embedder/few was measured with too few people to give the threshold of"
                                + " standard, strict, maximum");
    }

    private static ModelsInUse behind(String detector) {
        return new ModelsInUse(
                EMBEDDER, model(detector), EMBEDDER.card().calibrations().getFirst());
    }

    private static KnownModel model(String id) {
        return KNOWN.find(id).orElseThrow();
    }
}
