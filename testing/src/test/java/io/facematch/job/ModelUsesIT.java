package io.facematch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("compatibility")
class ModelUsesIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ModelUses uses =
            new ModelUses(JdbcClient.create(TestDatabase.create().dataSource()));

    @Test
    void extendsTheUseOfTheSameModelsByWhicheverWorker() {
        uses.record(use("a", "1", minute(10), minute(10)));
        uses.record(use("a", "1", minute(5), minute(25)));
        uses.record(use("a", "1", minute(20), minute(22)));

        assertThat(uses.all()).containsExactly(use("a", "1", minute(5), minute(25)));
    }

    @Test
    void keepsApartWhatIsNotTheSame() {
        uses.record(use("a", "1", minute(0), minute(3)));
        uses.record(use("a", "2", minute(1), minute(2)));
        uses.record(use("b", "1", minute(2), minute(4)));

        assertThat(uses.all())
                .containsExactly(
                        use("b", "1", minute(2), minute(4)),
                        use("a", "1", minute(0), minute(3)),
                        use("a", "2", minute(1), minute(2)));
    }

    @Test
    void takesNoHashThatIsNone() {
        var wrong = new ModelUse("a", "SHA", "detector", "0".repeat(64), "calibration", true, NOON, NOON);

        assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> uses.record(wrong));
    }

    @Test
    void isCurrentUntilThreeRenewalsAreMissed() {
        var use = use("a", "1", minute(0), minute(10));

        assertThat(use.isCurrent(minute(12))).isTrue();
        assertThat(use.isCurrent(minute(13))).isFalse();
    }

    private static ModelUse use(String embedder, String digit, Instant first, Instant last) {
        return new ModelUse(embedder, digit.repeat(64), "detector", "0".repeat(64), "calibration", true, first, last);
    }

    private static Instant minute(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }
}
