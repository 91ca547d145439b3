package io.facematch.api.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final RetrySchedule EXACT = new RetrySchedule(() -> 0);

    @Test
    void isThatOfTheSpecification() {
        var pauses = IntStream.rangeClosed(1, 9)
                .mapToObj(attempt -> EXACT.pause(attempt, null).orElseThrow())
                .toList();

        assertThat(pauses)
                .isEqualTo(List.of(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24)));
        assertThat(EXACT.pause(10, null)).isEmpty();
        assertThat(EXACT.pause(10, Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void addsUpToATenth() {
        assertThat(new RetrySchedule(() -> 1).pause(2, null)).isEqualTo(Optional.of(Duration.ofSeconds(330)));
    }

    @Test
    void hearsAReceiverThatAsksForMoreButNotForEver() {
        assertThat(EXACT.pause(1, Duration.ofMinutes(1))).isEqualTo(Optional.of(Duration.ofMinutes(1)));
        assertThat(EXACT.pause(2, Duration.ofMinutes(1))).isEqualTo(Optional.of(Duration.ofMinutes(5)));
        assertThat(EXACT.pause(1, Duration.ofDays(400))).isEqualTo(Optional.of(RetrySchedule.LONGEST_ASKED_FOR));
        assertThat(EXACT.pause(1, Duration.ofSeconds(-7))).isEqualTo(Optional.of(Duration.ofSeconds(5)));
    }
}
