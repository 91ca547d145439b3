package io.facematch.api.audit.report.accuracy;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * A share that was counted, with the exact interval after Clopper and Pearson (1934) in which the true one lies with a
 * confidence of 95 % at least.
 *
 * @param hits of the cases
 * @param cases that were counted
 */
record Proportion(long hits, long cases) {
    private static final double TAIL = 0.025;
    /** Small beside a false match rate of one in a million and its interval. */
    private static final double ACCURACY = 1e-13;

    Proportion {
        if (hits < 0 || hits > cases) {
            throw new IllegalArgumentException(hits + " of " + cases);
        }
    }

    /** Not a number where there are no cases. */
    double share() {
        return (double) hits / cases;
    }

    /** The lower end; not a number where there are no cases. */
    double low() {
        if (cases == 0) {
            return Double.NaN;
        }
        return hits == 0 ? 0 : quantile(hits, cases - hits + 1, TAIL);
    }

    /** The upper end; not a number where there are no cases. */
    double high() {
        if (cases == 0) {
            return Double.NaN;
        }
        return hits == cases ? 1 : quantile(hits + 1, cases - hits, 1 - TAIL);
    }

    private static double quantile(long alpha, long beta, double probability) {
        return new BetaDistribution(null, (double) alpha, (double) beta, ACCURACY)
                .inverseCumulativeProbability(probability);
    }
}
