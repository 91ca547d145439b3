package io.facematch.standalone.calibration.scoring;

import io.facematch.standalone.calibration.data.UnusableData;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Shares the numbers 0 to n-1 out among threads, each of which has a worker of its own. */
final class ParallelWork {

    /** The work of one thread, with the objects that only this thread may use. */
    interface Worker extends AutoCloseable {
        void take(int number);

        @Override
        void close();
    }

    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private final IntConsumer progress;
    private int done;

    private ParallelWork(int count, IntConsumer progress) {
        this.count = count;
        this.progress = progress;
    }

    /**
     * Returns when every number was taken; when one fails, no other number is begun.
     *
     * @param newWorker called by each thread for itself
     * @param progress is told how many are done, by one thread at a time
     * @return the workers, closed
     */
    static <W extends Worker> List<W> share(int count, int threads, Supplier<W> newWorker, IntConsumer progress) {
        var work = new ParallelWork(count, progress);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var workers = Stream.generate(() -> executor.submit(() -> work.run(newWorker)))
                    .limit(threads)
                    .toList();
            return workers.stream().map(ParallelWork::result).toList();
        }
    }

    private <W extends Worker> W run(Supplier<W> newWorker) {
        var succeeded = false;
        try (var worker = newWorker.get()) {
            for (var number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                worker.take(number);
                tell();
            }
            succeeded = true;
            return worker;
        } finally {
            if (!succeeded) {
                next.set(count);
            }
        }
    }

    private synchronized void tell() {
        progress.accept(++done);
    }

    private static <W> W result(Future<W> worker) {
        try {
            return worker.get();
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
