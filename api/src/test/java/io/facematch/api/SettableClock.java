package io.facematch.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The real time, or as much later as a test says; it can stand still. */
final class SettableClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;
    private volatile @Nullable Instant stopped;

    void ahead(Duration by) {
        ahead = by;
    }

    /** Only {@link #ahead} moves it from now on. */
    void stop() {
        stopped = Instant.now();
    }

    void reset() {
        ahead = Duration.ZERO;
        stopped = null;
    }

    @Override
    public Instant instant() {
        var standing = stopped;
        return (standing == null ? Instant.now() : standing).plus(ahead);
    }
}
