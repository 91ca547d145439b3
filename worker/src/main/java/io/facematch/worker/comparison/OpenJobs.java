package io.facematch.worker.comparison;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.job.OpenJob;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryOperations;
import org.springframework.dao.DataAccessException;

/**
 * Jobs read lately with their keys, so that not every pair asks the database. An entry is used for {@link #KEPT} after it
 * was read. Its key is wiped within seconds afterwards, also when no pair arrives: so long may a key outlive its job here.
 * Safe for use by many threads.
 */
final class OpenJobs implements AutoCloseable {
    static final Duration KEPT = Duration.ofSeconds(15);

    private final JobKeys keys;
    private final RetryOperations database;
    private final Cache<UUID, Answer> cache;

    OpenJobs(JobKeys keys, RetryOperations database, Ticker ticker) {
        this.keys = keys;
        this.database = database;
        this.cache = Caffeine.newBuilder()
                // Counted from the reading: use does not prolong it.
                .expireAfter(Expiry.<UUID, Answer>creating((id, answer) -> KEPT))
                .ticker(ticker)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener((@Nullable UUID id, @Nullable Answer answer, RemovalCause cause) -> wipe(answer))
                .build();
    }

    /**
     * Empty when there is no such job; without key when it is over. The key is the caller's own copy, to be closed: the
     * cache can't wipe it while it is in use.
     */
    Optional<OpenJob> find(UUID id) {
        var known = copyOf(id);
        // Reads outside of the cache's lock: a slow database does not hold up the other jobs.
        return known != null ? known.job() : read(id);
    }

    /** Whether the database says that the job is over; not when it does not answer. */
    boolean isOver(UUID id) {
        try {
            return !keys.exists(id, Purpose.PAYLOAD);
        } catch (DataAccessException away) {
            return false;
        }
    }

    /** The job without key, over or not. */
    Optional<OpenJob> describe(UUID id) {
        return database.invoke(() -> keys.describe(id));
    }

    /** Taken while the entry is locked: an entry that is still there is not wiped. */
    private @Nullable Answer copyOf(UUID id) {
        var copy = new AtomicReference<@Nullable Answer>();
        cache.asMap().computeIfPresent(id, (key, answer) -> {
            copy.set(new Answer(answer.job().map(OpenJob::copy)));
            return answer;
        });
        return copy.get();
    }

    private Optional<OpenJob> read(UUID id) {
        var job = database.invoke(() -> keys.open(id));
        var copy = job.map(OpenJob::copy);
        cache.put(id, new Answer(job));
        return copy;
    }

    /** Wipes what is too old now, which the cache also does by itself. */
    void forgetOld() {
        cache.cleanUp();
    }

    @Override
    public void close() {
        cache.invalidateAll();
        cache.cleanUp();
    }

    private static void wipe(@Nullable Answer answer) {
        if (answer != null) {
            answer.job().map(OpenJob::payloadKey).ifPresent(key -> key.close());
        }
    }

    /** What the database said: that there is no such job is remembered, too. */
    private record Answer(Optional<OpenJob> job) {}
}
