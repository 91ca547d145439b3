package io.facematch.standalone.benchmark;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Measures how many pairs are compared per second, on several threads. */
final class Throughput {
    private Throughput() {}

    /**
     * Compares pairs on one thread.
     *
     * @param work compares the pair of this number
     * @param end is run after the last pair
     */
    record Comparer(IntConsumer work, Runnable end) {}

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
            comparing.forEach(comparer -> comparer.end().run());
        }
    }

    private static Callable<Integer> upTo(int pairs, Comparer comparer, AtomicInteger next) {
        return () -> {
            var done = 0;
            for (var pair = next.getAndIncrement(); pair < pairs; pair = next.getAndIncrement()) {
                comparer.work().accept(pair);
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
