package io.facematch.api.webhooks.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** When an attempt that failed is made again: the schedule that Standard Webhooks 1.0.0 recommends. */
final class RetrySchedule {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** A receiver that asks for more is asked again after that. */
    static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);

    /** So that what failed at the same time does not come back at the same time. */
    private static final double JITTER = 0.1;

    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    RetrySchedule(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * How long to wait; empty after the last attempt.
     *
     * @param attempt that failed, from 1
     * @param askedFor by the receiver, which is heard where it asks for more than the schedule has; null where it did not
     */
    Optional<Duration> pause(int attempt, @Nullable Duration askedFor) {
        if (attempt > PAUSES.size()) {
            return Optional.empty();
        }
        var pause = PAUSES.get(attempt - 1);
        if (askedFor != null && askedFor.compareTo(pause) > 0) {
            pause = askedFor.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : askedFor;
        }
        return Optional.of(pause.plusMillis((long) (pause.toMillis() * JITTER * random.getAsDouble())));
    }
}
