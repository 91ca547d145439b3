package io.facematch.api.audit.export.background;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ExportJobSettingsTest {
    private static ExportJobSettings settings(int atOnce, Duration keep, DataSize disk) {
        return new ExportJobSettings(1000, atOnce, 5, keep, disk);
    }

    private static String complaint(ExportJobSettings settings) {
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            return factory.getValidator().validate(settings).stream()
                    .map(ConstraintViolation::getMessage)
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void refusesWhatNobodyMeans() {
        var day = Duration.ofDays(1);
        var disk = DataSize.ofGigabytes(1);

        assertThat(complaint(settings(0, day, disk))).isEmpty();
        assertThat(complaint(settings(-1, day, disk))).isNotEmpty();
        assertThat(complaint(settings(1, Duration.ofSeconds(59), disk))).contains("keep must be from 1m to 31d");
        assertThat(complaint(settings(1, Duration.ofDays(32), disk))).contains("keep must be from 1m to 31d");
        assertThat(complaint(settings(1, day, DataSize.ofBytes(0)))).contains("max-disk must be positive");
    }
}
