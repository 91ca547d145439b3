package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsInUseTest {

    @Test
    void warnsWhenTheCalibrationWasMeasuredWithOtherDetectors() {
        var models = behind("other-detector");

        assertThat(models.calibratedWithThisDetector()).isFalse();
        assertThat(models.calibrationWarning())
                .hasValue(
                        "The similarities of an-embedder were calibrated with faces found by one-detector and two-detector,"
                                + " but other-detector finds them here: the false match rates that are stated may not hold");
    }

    @Test
    void doesNotWarnWhenItWasMeasuredWithThisOne() {
        assertThat(behind("two-detector").calibratedWithThisDetector()).isTrue();
        assertThat(behind("two-detector").calibrationWarning()).isEmpty();
    }

    private static ModelsInUse behind(String detector) {
        return new ModelsInUse(
                "an-embedder",
                "00",
                "MIT",
                "a-calibration",
                List.of("one-detector", "two-detector"),
                detector,
                "01",
                false);
    }
}
