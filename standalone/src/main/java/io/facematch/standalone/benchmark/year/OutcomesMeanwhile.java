package io.facematch.standalone.benchmark.year;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Stores outcomes, so many each second, until closed. */
final class OutcomesMeanwhile implements AutoCloseable {
    static final int PER_SECOND = 200;

    /** What is stored now was decided a moment ago. */
    private static final Duration AGE = Duration.ofSeconds(3);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger seconds = new AtomicInteger();
    private final long started = System.nanoTime();

    private OutcomesMeanwhile() {}

    static OutcomesMeanwhile begin(DataSource owner) {
        var outcomes = new MadeOutcomes(owner);
        var meanwhile = new OutcomesMeanwhile();
        // Another one in each run on the same state folder.
        var first = (int) (Instant.now().getEpochSecond() % 1_000_000_000);
        meanwhile.thread.scheduleAtFixedRate(
                () -> outcomes.storeNow(
                        first + meanwhile.seconds.getAndIncrement(),
                        PER_SECOND,
                        Instant.now().minus(AGE)),
                0,
                1,
                TimeUnit.SECONDS);
        return meanwhile;
    }

    /** Outcomes that it really stored in a second: fewer than it should on a machine that is too slow for them. */
    double rate() {
        return seconds.get() * (double) PER_SECOND / ((System.nanoTime() - started) / 1e9);
    }

    @Override
    public void close() {
        thread.close();
    }
}
