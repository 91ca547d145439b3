package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.facematch.face.decoding.DecodingBudget;
import io.facematch.face.decoding.DecodingLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaceSettingsTest {

    @Test
    void hasDefaults() {
        assertThat(FaceSettings.DEFAULTS.limits())
                .isEqualTo(new DecodingLimits(10_485_760, 40_000_000, 100_000_000, 16, 16_384, 100));
        assertThat(FaceSettings.DEFAULTS.budget()).isEqualTo(new DecodingBudget(Duration.ofSeconds(20), 1 << 30));
        assertThat(FaceSettings.DEFAULTS.maxFaces()).isEqualTo(10);
        assertThat(FaceSettings.DEFAULTS.minQuality()).isEqualTo(0.25);
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(11, 0.25));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(0, 0.25));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(1, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodingLimits(1, 1, 1, 16, 15, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodingLimits(1, 2, 1, 16, 16, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodingBudget(Duration.ZERO, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodingBudget(Duration.ofSeconds(1), 0));
    }

    private static FaceSettings settings(int maxFaces, double minQuality) {
        return new FaceSettings(DecodingLimits.DEFAULTS, DecodingBudget.DEFAULT, maxFaces, minQuality);
    }
}
