package io.facematch.api.submission.publishing;

import io.facematch.api.limit.Permit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The memory that this process has for photos on their way to the broker, and for the directories of the archives they come
 * from, in bytes. What is not here now is waited for or refused, so that no number of clients and no size of photos fills the
 * heap.
 */
public final class ImageMemory {
    private static final long UNIT = 1024;

    /** Of 100,000 pairs the directory has 15 MB, and takes 100 in memory. */
    private static final int DIRECTORY_IN_MEMORY = 7;

    private final int units;
    private final Semaphore free;

    /** @param bytes that there are in all */
    public ImageMemory(long bytes) {
        this.units = units(bytes);
        // Fair, or a large pair would wait for ever among small ones.
        this.free = new Semaphore(units, true);
    }

    /** Empty when there is less free memory. */
    public Optional<Permit> tryReserve(long bytes) {
        var wanted = units(bytes);
        return free.tryAcquire(wanted) ? Optional.of(permit(wanted)) : Optional.empty();
    }

    /**
     * Waits until there is so much free memory, or half of all for more than that: what needs more is let in when little
     * else is there.
     */
    public Optional<Permit> reserve(long bytes, Duration atMost) throws InterruptedException {
        var wanted = Math.min(units(bytes), units / 2);
        return free.tryAcquire(wanted, atMost.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(permit(wanted))
                : Optional.empty();
    }

    /** The same for what is known of the members of an archive, whose directory has so many bytes. */
    public Optional<Permit> reserveDirectory(long bytes, Duration atMost) throws InterruptedException {
        return reserve(DIRECTORY_IN_MEMORY * bytes, atMost);
    }

    /** To give it back twice is harmless: a pair can fail after it was handed to the publisher. */
    private Permit permit(int taken) {
        var held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                free.release(taken);
            }
        };
    }

    /** Semaphores count in ints. */
    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT - 1) / UNIT);
    }
}
