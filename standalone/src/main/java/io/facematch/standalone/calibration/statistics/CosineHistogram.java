package io.facematch.standalone.calibration.statistics;

import java.util.Arrays;

/**
 * Counts cosines in steps of 1e-4. Thresholds are published on the same steps, so that the counts on either side of one
 * are exact, however many pairs there are. Belongs to one thread.
 */
final class CosineHistogram {
    /** Of cosine 1. */
    static final int STEPS = 10_000;

    static final int LOWEST = -STEPS;

    /** A step above cosine 1, which nothing reaches. */
    static final int BEYOND = STEPS + 1;

    private final long[] counts = new long[BEYOND - LOWEST];

    void add(double cosine) {
        counts[step(cosine) - LOWEST]++;
    }

    void add(CosineHistogram other) {
        Arrays.setAll(counts, step -> counts[step] + other.counts[step]);
    }

    /** How many are at or above each step; the first entry is of {@link #LOWEST}, the last of {@link #BEYOND}. */
    long[] atOrAbove() {
        var sums = new long[counts.length + 1];
        for (var step = counts.length - 1; step >= 0; step--) {
            sums[step] = sums[step + 1] + counts[step];
        }
        return sums;
    }

    /** The highest step that the cosine reaches. */
    static int step(double cosine) {
        var step = (int) Math.floor(cosine * STEPS);
        // The product may round across a step; the comparison is the one that decides later.
        if (cosine(step + 1) <= cosine) {
            return step + 1;
        }
        return cosine(step) > cosine ? step - 1 : step;
    }

    static double cosine(int step) {
        return step / (double) STEPS;
    }
}
