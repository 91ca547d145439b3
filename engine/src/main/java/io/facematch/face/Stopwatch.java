package io.facematch.face;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Adds up the time spent in each stage of one verification, on all of its threads. */
final class Stopwatch {
    enum Stage {
        DECODE,
        DETECT,
        EMBED
    }

    private final Map<Stage, Long> nanos = new ConcurrentHashMap<>();

    <T> T time(Stage stage, Supplier<T> work) {
        var start = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanos.merge(stage, System.nanoTime() - start, Long::sum);
        }
    }

    Verification.Timings timings() {
        return new Verification.Timings(of(Stage.DECODE), of(Stage.DETECT), of(Stage.EMBED));
    }

    private Duration of(Stage stage) {
        return Duration.ofNanos(nanos.getOrDefault(stage, 0L));
    }
}
