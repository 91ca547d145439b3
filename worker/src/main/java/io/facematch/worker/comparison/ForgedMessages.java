package io.facematch.worker.comparison;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that were not published by who has their job's key, or not with this content. They are dropped, counted in the
 * metric {@code facematch.messages.forged}, and told in the log, once a minute at most: whoever has the broker's password
 * could fill a disk otherwise. Safe for use by many threads.
 */
final class ForgedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ForgedMessages.class);
    static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Counter dropped;
    private final InstantSource clock;
    private Instant nextLine = Instant.MIN;
    private long untold;

    ForgedMessages(MeterRegistry meters, InstantSource clock) {
        this.dropped = Counter.builder("facematch.messages.forged")
                .description("messages that were dropped since no proof of their origin fits them")
                .register(meters);
        this.clock = clock;
    }

    synchronized void drop() {
        dropped.increment();
        untold++;
        var now = clock.instant();
        if (!now.isBefore(nextLine)) {
            LOG.error(
                    "Dropped {} messages that were not published by this installation, or were altered: somebody else may"
                            + " have the broker's password",
                    untold);
            untold = 0;
            nextLine = now.plus(BETWEEN_LINES);
        }
    }
}
