package io.facematch.worker.comparison;

import io.facematch.job.JobKeys;
import io.facematch.job.OpenJob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Jobs seen lately with their keys, so that not every pair asks the database. An entry is not used any more {@link #KEPT}
 * after it was read, and its key wiped {@link #SWEEP} later at most, whether pairs arrive or not: that is how long a key
 * outlives its job here. Safe for use by many threads.
 */
final class OpenJobs implements AutoCloseable {
    static final Duration KEPT = Duration.ofSeconds(15);
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private record Entry(Optional<OpenJob> job, Instant readAt) {
        Entry copy() {
            return new Entry(job.map(OpenJob::copy), readAt);
        }

        void wipe() {
            job.map(OpenJob::payloadKey).ifPresent(key -> key.close());
        }
    }

    private final JobKeys keys;
    private final InstantSource clock;
    private final Map<UUID, Entry> entries = new HashMap<>();
    private final ScheduledThreadPoolExecutor sweeper;
    private final ScheduledFuture<?> sweeping;

    OpenJobs(JobKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
        this.sweeper = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("open-jobs").factory());
        sweeping =
                sweeper.scheduleWithFixedDelay(this::forgetOld, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Empty when there is no such job; without key when it is over. The key is the caller's own copy, to be closed: nobody
     * wipes it under his hands.
     */
    Optional<OpenJob> find(UUID id) {
        var now = clock.instant();
        var known = known(id, now);
        // Asked without a lock: a slow database does not hold up who has a job at hand.
        var entry = known != null ? known : remember(id, new Entry(keys.open(id), now));
        return entry.job();
    }

    /** The job without key, over or not. */
    Optional<OpenJob> describe(UUID id) {
        return keys.describe(id);
    }

    private synchronized @Nullable Entry known(UUID id, Instant now) {
        var entry = entries.get(id);
        return entry == null || isOld(entry, now) ? null : entry.copy();
    }

    private synchronized Entry remember(UUID id, Entry entry) {
        var replaced = entries.put(id, entry);
        if (replaced != null) {
            replaced.wipe();
        }
        return entry.copy();
    }

    synchronized void forgetOld() {
        var now = clock.instant();
        entries.values().removeIf(entry -> {
            var old = isOld(entry, now);
            if (old) {
                entry.wipe();
            }
            return old;
        });
    }

    private static boolean isOld(Entry entry, Instant now) {
        return now.isAfter(entry.readAt().plus(KEPT));
    }

    @Override
    public synchronized void close() {
        sweeping.cancel(false);
        sweeper.shutdown();
        entries.values().forEach(Entry::wipe);
        entries.clear();
    }
}
