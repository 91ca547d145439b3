package io.facematch.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The real time, or as much later as a test says; it can stand still. */
public final class SettableClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;
    private volatile @Nullable Instant stopped;

    public void ahead(Duration by) {
        ahead = by;
    }

    /** Only {@link #ahead} moves it from now on. */
    public void stop() {
        stopped = Instant.now();
    }

    public void reset() {
        ahead = Duration.ZERO;
        stopped = null;
    }

    @Override
    public Instant instant() {
        var standing = stopped;
        return (standing == null ? Instant.now() : standing).plus(ahead);
    }
}
