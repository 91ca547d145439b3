package io.facematch.standalone.calibration;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Threads that share the numbers 0 to n-1. */
final class Crew {

    /** The work of one thread, with what only this thread may use. */
    interface Hand extends AutoCloseable {
        void take(int number);

        @Override
        void close();
    }

    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final IntConsumer progress;
    private int done;

    private Crew(int count, IntConsumer progress) {
        this.count = count;
        this.progress = progress;
    }

    /**
     * Returns when every number was taken; when one fails, no other is begun.
     *
     * @param hire called by each thread for itself
     * @param progress hears, one call at a time, how many are done
     * @return the hands, closed
     */
    static <H extends Hand> List<H> share(int count, int threads, Supplier<H> hire, IntConsumer progress) {
        var crew = new Crew(count, progress);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var hands = Stream.generate(() -> executor.submit(() -> crew.work(hire)))
                    .limit(threads)
                    .toList();
            return hands.stream().map(Crew::result).toList();
        }
    }

    private <H extends Hand> H work(Supplier<H> hire) {
        var succeeded = false;
        try (var hand = hire.get()) {
            for (var number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                hand.take(number);
                tell();
            }
            succeeded = true;
            return hand;
        } finally {
            if (!succeeded) {
                next.set(count);
            }
        }
    }

    private synchronized void tell() {
        progress.accept(++done);
    }

    private static <H> H result(Future<H> hand) {
        try {
            return hand.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnusableData unusable) {
                throw unusable;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
