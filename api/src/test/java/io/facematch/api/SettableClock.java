package io.facematch.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The real time, or as much later as a test says. */
final class SettableClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    void ahead(Duration by) {
        ahead = by;
    }

    void reset() {
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
