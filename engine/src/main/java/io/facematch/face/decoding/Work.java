package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The work on one photo while it goes on: ended when it has cost more than its budget, and when nobody waits for it any
 * more. Belongs to one thread.
 */
final class Work {
    /** Unpacked in a few milliseconds. */
    private static final long BETWEEN_LOOKS = 1 << 18;

    private final DecodingBudget budget;
    private final LongSupplier nanos;
    private final BooleanSupplier cancelled;
    private final long start;
    private long bytes;
    private long nextLook = BETWEEN_LOOKS;

    /** @param nanos a clock that may start anywhere */
    Work(DecodingBudget budget, LongSupplier nanos, BooleanSupplier cancelled) {
        this.budget = budget;
        this.nanos = nanos;
        this.cancelled = cancelled;
        this.start = nanos.getAsLong();
    }

    /**
     * So many bytes more are unpacked, or about to be.
     *
     * @throws RefusedImage when this costs too much
     * @throws CancellationException when nobody waits for the photo any more
     */
    void take(long more) throws RefusedImage {
        bytes += more;
        if (bytes > budget.bytes()) {
            throw new RefusedImage(Reason.TOO_COSTLY);
        }
        if (bytes >= nextLook) {
            nextLook = bytes + BETWEEN_LOOKS;
            look();
        }
    }

    /** The same for work that unpacks nothing. */
    void look() throws RefusedImage {
        if (Thread.currentThread().isInterrupted() || cancelled.getAsBoolean()) {
            throw new CancellationException("the photo is not waited for any more");
        }
        if (nanos.getAsLong() - start > budget.time().toNanos()) {
            throw new RefusedImage(Reason.TOO_COSTLY);
        }
    }
}
