package io.facematch.standalone.benchmark;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Pairs per second of something that compares, on a thread per core. */
final class Throughput {
    private Throughput() {}

    /** Something that compares, for one thread. */
    interface Comparer extends AutoCloseable {
        void compare(int pair);

        @Override
        void close();

        static Comparer of(IntConsumer work, Runnable close) {
            return new Comparer() {
                @Override
                public void compare(int pair) {
                    work.accept(pair);
                }

                @Override
                public void close() {
                    close.run();
                }
            };
        }
    }

    /**
     * Lets each thread warm up, then counts.
     *
     * @param warmUp pairs of each thread that do not count
     * @param warm called between the two
     * @return pairs per second of all threads together
     */
    static double measure(int threads, int pairs, int warmUp, Runnable warm, Supplier<Comparer> comparers)
            throws InterruptedException {
        var comparing = new ArrayList<Comparer>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (var thread = 0; thread < threads; thread++) {
                comparing.add(comparers.get());
            }
            run(pool.invokeAll(comparing.stream()
                    .map(one -> upTo(warmUp, one, new AtomicInteger()))
                    .toList()));
            warm.run();
            var next = new AtomicInteger();
            var started = System.nanoTime();
            run(pool.invokeAll(
                    comparing.stream().map(one -> upTo(pairs, one, next)).toList()));
            return pairs / ((System.nanoTime() - started) / 1e9);
        } finally {
            comparing.forEach(Comparer::close);
        }
    }

    private static Callable<Integer> upTo(int pairs, Comparer comparer, AtomicInteger next) {
        return () -> {
            var done = 0;
            for (var pair = next.getAndIncrement(); pair < pairs; pair = next.getAndIncrement()) {
                comparer.compare(pair);
                done++;
            }
            return done;
        };
    }

    private static void run(Iterable<java.util.concurrent.Future<Integer>> results) throws InterruptedException {
        for (var result : results) {
            try {
                result.get();
            } catch (ExecutionException failed) {
                throw new IllegalStateException("the benchmark failed", failed.getCause());
            }
        }
    }
}
