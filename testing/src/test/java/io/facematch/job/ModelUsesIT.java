package io.facematch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("compatibility")
class ModelUsesIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.create().dataSource());
    private final ModelUses uses = new ModelUses(jdbc);

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
        var wrong = use("a", "1", "X", NOON, NOON);

        assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> uses.record(wrong));
    }

    @Test
    void isCurrentUntilThreeRenewalsAreMissed() {
        var use = use("a", "1", minute(0), minute(10));

        assertThat(use.isCurrent(minute(12))).isTrue();
        assertThat(use.isCurrent(minute(13))).isFalse();
    }

    /** A card may change though its name and its model's file stay the same. */
    @Test
    void keepsCardsApart() {
        uses.record(use("a", "1", "5", minute(0), minute(3)));
        uses.record(use("a", "1", "6", minute(4), minute(5)));

        assertThat(uses.all())
                .containsExactly(use("a", "1", "6", minute(4), minute(5)), use("a", "1", "5", minute(0), minute(3)));
    }

    @Test
    void tellsWhatWorkersOfEarlierVersionsCompareWith() {
        jdbc.sql("""
                        insert into model_use (embedder, embedder_sha256, detector, detector_sha256, calibration,
                            calibrated_with_this_detector, first_used_at, last_used_at)
                        values ('a', ?, 'detector', ?, 'calibration', null, ?, ?)""")
                .params("1".repeat(64), "0".repeat(64), Timestamp.from(minute(1)), Timestamp.from(minute(9)))
                .update();
        uses.record(use("a", "1", minute(5), minute(8)));

        assertThat(uses.all())
                .containsExactly(
                        new ModelUse(
                                "a",
                                "1".repeat(64),
                                null,
                                "detector",
                                "0".repeat(64),
                                null,
                                "calibration",
                                null,
                                null,
                                minute(1),
                                minute(9)),
                        use("a", "1", minute(5), minute(8)));
    }

    private static ModelUse use(String embedder, String digit, Instant first, Instant last) {
        return use(embedder, digit, "4", first, last);
    }

    private static ModelUse use(String embedder, String digit, String cardDigit, Instant first, Instant last) {
        return new ModelUse(
                embedder,
                digit.repeat(64),
                cardDigit.repeat(64),
                "detector",
                "0".repeat(64),
                "2".repeat(64),
                "calibration",
                "3".repeat(64),
                true,
                first,
                last);
    }

    private static Instant minute(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }
}
