package io.facematch.standalone.calibration.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The few pairs that speak most against a model, or against the labels of its data. They do not depend on the order in
 * which pairs are added. Belongs to one thread.
 */
public final class WorstPairs {
    public static final int KEPT = 20;

    /** @param one and {@code other}: numbers of the photos, as the caller counts them */
    public record Pair(double cosine, int one, int other) {}

    private final Comparator<Pair> mostExtremeLast;
    private final PriorityQueue<Pair> pairs;

    private WorstPairs(Comparator<Pair> byCosine) {
        this.mostExtremeLast = byCosine.thenComparing(
                Comparator.comparingInt(Pair::one).thenComparingInt(Pair::other).reversed());
        this.pairs = new PriorityQueue<>(mostExtremeLast);
    }

    static WorstPairs lowest() {
        return new WorstPairs(Comparator.comparingDouble(Pair::cosine).reversed());
    }

    static WorstPairs highest() {
        return new WorstPairs(Comparator.comparingDouble(Pair::cosine));
    }

    void add(Pair pair) {
        if (pairs.size() < KEPT) {
            pairs.add(pair);
        } else if (mostExtremeLast.compare(pair, pairs.element()) > 0) {
            pairs.remove();
            pairs.add(pair);
        }
    }

    void add(WorstPairs others) {
        others.pairs.forEach(this::add);
    }

    /** Most extreme first. */
    public List<Pair> list() {
        return pairs.stream().sorted(mostExtremeLast.reversed()).toList();
    }
}
