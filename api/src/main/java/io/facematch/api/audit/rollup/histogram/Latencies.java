package io.facematch.api.audit.rollup.histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    private static final int MEASURES = Measure.values().length;

    private final List<Histogram> histograms = new ArrayList<>();

    public Latencies() {
        Stream.generate(Histogram::new)
                .limit((long) MEASURES * OutcomeClass.values().length)
                .forEach(histograms::add);
    }

    /** Of {@link LatencyBins}. */
    public Histogram of(OutcomeClass outcomes, Measure measure) {
        return histograms.get(outcomes.ordinal() * MEASURES + measure.ordinal());
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
        for (int i = 0; i < histograms.size(); i++) {
            histograms.get(i).add(other.histograms.get(i));
        }
    }

    /** As {@link #packed} returned them. */
    public void add(byte[] packed) {
        var reader = new Packed.Reader(packed);
        histograms.forEach(histogram -> histogram.add(reader));
    }

    public boolean isEmpty() {
        return histograms.stream().allMatch(histogram -> histogram.total() == 0);
    }

    public byte[] packed() {
        var writer = new Packed.Writer();
        histograms.forEach(histogram -> histogram.write(writer));
        return writer.bytes();
    }
}
