package io.facematch.api.audit.rollup.histogram;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long outcomes took: a histogram of each measure for each class of outcomes. For one thread. */
public final class Latencies {
    /** What was measured. */
    public enum Measure {
        /** The worker's own time, from the delivery of the pair to its outcome. */
        TOTAL,
        /** From sending the pair to its delivery. */
        QUEUE,
        /** Decoding, detecting and embedding. */
        COMPUTE
    }

    /** Which outcomes. */
    public enum OutcomeClass {
        MATCH,
        NON_MATCH,
        NOT_COMPARED
    }

    /** What of which outcomes. */
    private record Kind(OutcomeClass outcomes, Measure measure) {
        static final List<Kind> ALL = Arrays.stream(OutcomeClass.values())
                .flatMap(outcomes -> Arrays.stream(Measure.values()).map(measure -> new Kind(outcomes, measure)))
                .toList();
    }

    private final Map<Kind, Histogram> histograms = new LinkedHashMap<>();

    public Latencies() {
        Kind.ALL.forEach(kind -> histograms.put(kind, new Histogram()));
    }

    /** Of {@link LatencyBins}. */
    public Histogram of(OutcomeClass outcomes, Measure measure) {
        return of(new Kind(outcomes, measure));
    }

    private Histogram of(Kind kind) {
        return histograms.computeIfAbsent(kind, missing -> new Histogram());
    }

    /** Of all outcomes together. */
    public Histogram ofAll(Measure measure) {
        var sum = new Histogram();
        for (var outcomes : OutcomeClass.values()) {
            sum.add(of(outcomes, measure));
        }
        return sum;
    }

    public void add(OutcomeClass outcomes, Measure measure, double milliseconds) {
        of(outcomes, measure).add(LatencyBins.of(milliseconds), 1);
    }

    public void add(Latencies other) {
        other.histograms.forEach((kind, histogram) -> of(kind).add(histogram));
    }

    /** As {@link #packed} returned them. */
    public void add(byte[] packed) {
        var reader = new Packed.Reader(packed);
        histograms.values().forEach(histogram -> histogram.add(reader));
    }

    public boolean isEmpty() {
        return histograms.values().stream().allMatch(histogram -> histogram.total() == 0);
    }

    public byte[] packed() {
        var writer = new Packed.Writer();
        histograms.values().forEach(histogram -> histogram.write(writer));
        return writer.bytes();
    }
}
