package io.facematch.standalone.calibration.statistics;

import io.facematch.card.Calibration.Interval;

/**
 * An error rate with what it was counted from.
 *
 * @param errors false matches or false non-matches
 * @param comparisons completed ones
 * @param designEffect how many times fewer independent comparisons would say as much, 1 or more
 */
public record Rate(long errors, long comparisons, double designEffect) {
    public Rate {
        if (errors < 0 || errors > comparisons || !(designEffect >= 1)) {
            throw new IllegalArgumentException(
                    "no rate: " + errors + " of " + comparisons + ", design effect " + designEffect);
        }
    }

    /** Of comparisons that do not depend on each other. */
    public static Rate ofIndependent(long errors, long comparisons) {
        return new Rate(errors, comparisons, 1);
    }

    /** Without a comparison there is no rate. */
    public boolean isKnown() {
        return comparisons > 0;
    }

    /** In [0, 1]; NaN when it is not known. */
    public double value() {
        return errors / (double) comparisons;
    }

    /**
     * Holds the true rate with 95 % confidence: {@link Binomial} with the effective numbers of errors and comparisons, as
     * Korn and Graubard do (Survey Methodology 24, 1998, 193-201), without their factor for few people, which is below
     * 1.1 from 30 people on.
     */
    public Interval interval() {
        return isKnown() ? Binomial.interval(errors / designEffect, comparisons / designEffect) : new Interval(0, 1);
    }

    /**
     * The highest rate that is compatible with no error in so many comparisons, with 95 % confidence: three in as many
     * (Hanley and Lippman-Hand, JAMA 249, 1983, 1743-1745). In [0, 1].
     */
    public static double ruleOfThree(long comparisons) {
        return comparisons < 3 ? 1 : 3.0 / comparisons;
    }
}
