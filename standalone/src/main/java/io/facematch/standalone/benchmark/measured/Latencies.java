package io.facematch.standalone.benchmark.measured;

import java.util.List;
import java.util.Locale;

/** How long requests took, in milliseconds: half, 95 % and 99 % of them at most this long. */
public record Latencies(int requests, double p50, double p95, double p99) {

    public static Latencies of(List<Long> nanos) {
        var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Latencies(
                sorted.length, percentile(sorted, 0.50), percentile(sorted, 0.95), percentile(sorted, 0.99));
    }

    public String inWords() {
        return String.format(Locale.ROOT, "p50 %.0f ms, p95 %.0f ms, p99 %.0f ms of %d", p50, p95, p99, requests);
    }

    /** The nearest rank: a time that one of the requests really took. */
    private static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
    }
}
