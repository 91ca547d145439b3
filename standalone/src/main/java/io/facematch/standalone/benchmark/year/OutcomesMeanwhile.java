package io.facematch.standalone.benchmark.year;

import io.facematch.standalone.terminal.CommandFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    private final Future<?> storing;

    private OutcomesMeanwhile(MadeOutcomes outcomes) {
        // Another one in each run on the same state folder.
        var first = (int) (Instant.now().getEpochSecond() % 1_000_000_000);
        storing = thread.scheduleAtFixedRate(
                () -> outcomes.storeNow(
                        first + seconds.getAndIncrement(),
                        PER_SECOND,
                        Instant.now().minus(AGE)),
                0,
                1,
                TimeUnit.SECONDS);
    }

    static OutcomesMeanwhile begin(DataSource owner) {
        return new OutcomesMeanwhile(new MadeOutcomes(owner));
    }

    /** Outcomes that it really stored in a second: fewer than it should on a machine that is too slow for them. */
    double rate() {
        if (storing.isDone()) {
            throw new CommandFailed("the database took no more outcomes");
        }
        return seconds.get() * (double) PER_SECOND / ((System.nanoTime() - started) / 1e9);
    }

    @Override
    public void close() {
        storing.cancel(false);
        thread.close();
    }
}
