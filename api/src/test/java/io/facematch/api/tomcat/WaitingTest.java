package io.facematch.api.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Patience PACED = Patience.paced(Duration.ofHours(2));

    private final Waiting waiting = new Waiting();

    @Test
    void oneByteNowAndThenBuysNoTime() {
        long now = 0;
        while (!waiting.exceeds(PACED, now)) {
            waiting.moved(0, now);
            now += 1_000;
            waiting.moved(1, now);
            waiting.moved(0, now);
            assertThat(now).isLessThan(60_000);
        }
        assertThat(now).isBetween(10_000L, 12_000L);
    }

    @Test
    void steadyBytesBuyTimeUntilTheVeryEnd() {
        var twoHours = Duration.ofHours(2).toMillis();
        for (long now = 0; now < twoHours; now += 1_000) {
            waiting.moved(0, now);
            assertThat(waiting.exceeds(PACED, now)).isFalse();
            waiting.moved(16 << 10, now + 1_000);
        }
        waiting.moved(0, twoHours);

        assertThat(waiting.exceeds(PACED, twoHours + 1_000)).isTrue();
    }

    /** A disk, a broker or a busy machine is not the client's fault. */
    @Test
    void timeInWhichTheServerWantsNothingDoesNotCount() {
        waiting.moved(10, 0);

        assertThat(waiting.exceeds(PACED, Duration.ofDays(1).toMillis())).isFalse();
    }

    @Test
    void aWholeBodyInFiveSecondsIsThereOrNot() {
        var five = Patience.total(Duration.ofSeconds(5));
        for (long now = 0; now < 5_000; now += 100) {
            waiting.moved(0, now);
            waiting.moved(100, now + 100);
        }
        waiting.moved(0, 5_000);

        assertThat(waiting.exceeds(five, 5_000)).isFalse();
        assertThat(waiting.exceeds(five, 5_001)).isTrue();
    }
}
