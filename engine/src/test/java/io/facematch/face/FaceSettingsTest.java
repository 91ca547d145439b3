package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.facematch.face.decoding.DecodingLimits;
import org.junit.jupiter.api.Test;

class FaceSettingsTest {

    @Test
    void hasDefaults() {
        assertThat(FaceSettings.DEFAULTS.limits()).isEqualTo(new DecodingLimits(7_340_032, 40_000_000, 16, 8192, 100));
        assertThat(FaceSettings.DEFAULTS.maxFaces()).isEqualTo(10);
        assertThat(FaceSettings.DEFAULTS.minQuality()).isEqualTo(0.25);
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FaceSettings(DecodingLimits.DEFAULTS, 11, 0.25));
        assertThatIllegalArgumentException().isThrownBy(() -> new FaceSettings(DecodingLimits.DEFAULTS, 0, 0.25));
        assertThatIllegalArgumentException().isThrownBy(() -> new FaceSettings(DecodingLimits.DEFAULTS, 1, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FaceSettings(DecodingLimits.DEFAULTS, 1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodingLimits(1, 1, 16, 15, 1));
    }
}
