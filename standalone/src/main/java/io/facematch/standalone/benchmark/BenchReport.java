package io.facematch.standalone.benchmark;

import static java.util.Locale.ROOT;

import io.facematch.standalone.benchmark.measured.Latencies;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The measured figures, with their goals. Rates are in pairs per second, times in milliseconds, memory in MiB.
 *
 * @param networks (a): the networks alone, a thread per core; nothing that uses them can be faster
 * @param engine (b): encoded photos in memory to similarities
 * @param engineToNetworks (b) over the (a) measured around it
 * @param stages where the time of (b) goes, for each photo
 * @param largePhotos the engine on photos of 12 megapixels
 * @param product (c): a bulk job from its upload to its last outcome
 * @param productToNetworks (c) over the (a) measured around it
 * @param networksOfOnePair time of the networks for one pair on one thread, the mean
 * @param idle a single comparison over HTTP with nothing else to do
 * @param besideBulk a single comparison while a bulk job runs
 * @param peakMemory of Java and PostgreSQL of the product, resident; shared memory counted once
 * @param memoryCurve the same over the time of the bulk job of (c), in even steps
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record BenchReport(
        String embedder,
        String detector,
        int threads,
        int pairs,
        double networks,
        double engine,
        double engineToNetworks,
        Stages stages,
        double largePhotos,
        double product,
        double productToNetworks,
        double networksOfOnePair,
        Latencies idle,
        Latencies besideBulk,
        long peakMemory,
        List<Long> memoryCurve) {

    private static final double ENGINE_GOAL = 0.85;
    private static final double PRODUCT_GOAL = 0.75;
    private static final double LARGE_PHOTOS_GOAL = 12;
    private static final double IDLE_FACTOR = 1.5;
    private static final double IDLE_EXTRA_MILLIS = 10;
    private static final double BESIDE_BULK_FACTOR = 5;

    void print(PrintWriter out) {
        out.printf(ROOT, "models                    %s with detector %s, %d threads%n", embedder, detector, threads);
        out.printf(ROOT, "(a) networks alone        %.1f pairs/s%n", networks);
        out.printf(
                ROOT,
                "(b) engine alone          %.1f pairs/s, %.2f of (a)%s%n",
                engine,
                engineToNetworks,
                atLeast(engineToNetworks, ENGINE_GOAL));
        out.printf(ROOT, "    time of a photo       %s%n", stages.inWords());
        out.printf(
                ROOT,
                "    12-megapixel photos   %.1f pairs/s%s%n",
                largePhotos,
                atLeast(largePhotos, LARGE_PHOTOS_GOAL));
        out.printf(
                ROOT,
                "(c) whole product         %.1f pairs/s, %.2f of (a)%s; %,d pairs%n",
                product,
                productToNetworks,
                atLeast(productToNetworks, PRODUCT_GOAL),
                pairs);
        out.printf(ROOT, "networks for one pair     %.1f ms on one thread%n", networksOfOnePair);
        out.printf(
                ROOT,
                "single compare, idle      %s%s%n",
                idle.inWords(),
                atMost(idle.p50(), IDLE_FACTOR * networksOfOnePair + IDLE_EXTRA_MILLIS, "p50"));
        out.printf(
                ROOT,
                "single compare, busy      %s%s%n",
                besideBulk.inWords(),
                atMost(besideBulk.p95(), BESIDE_BULK_FACTOR * idle.p50(), "p95"));
        out.printf(ROOT, "peak memory               %d MiB, Java and PostgreSQL%n", peakMemory);
        out.printf(
                ROOT,
                "memory during (c), MiB    %s%n",
                memoryCurve.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        out.flush();
    }

    private static String atLeast(double value, double goal) {
        return String.format(ROOT, " (goal %s: %s)", plain(goal), value >= goal ? "reached" : "MISSED");
    }

    private static String atMost(double value, double goal, String what) {
        return String.format(ROOT, " (goal for %s %.0f ms: %s)", what, goal, value <= goal ? "reached" : "MISSED");
    }

    private static String plain(double goal) {
        return goal == Math.rint(goal) ? String.format(ROOT, "%.0f", goal) : String.format(ROOT, "%.2f", goal);
    }
}
