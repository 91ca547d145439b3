package io.facematch.standalone.calibration.statistics;

import io.facematch.card.Calibration.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * The exact interval of a rate with 95 % confidence, by Clopper and Pearson (Biometrika 26, 1934, 404-413): never too
 * narrow, also for the handful of false matches on which the strict thresholds rest. Its ends are quantiles of the beta
 * distribution.
 */
public final class Binomial {
    private static final double TAIL = 0.025;

    /** Rates down to 1e-9 keep four digits. */
    private static final double ACCURACY = 1e-14;

    private static final int DIGITS = 4;

    private Binomial() {}

    /** Rounded outwards to four digits. */
    public static Interval interval(long hits, long trials) {
        return interval((double) hits, (double) trials);
    }

    /** The same for counts that dependence has made smaller, and that are no whole numbers any more. */
    static Interval interval(double hits, double trials) {
        var low = hits == 0 ? 0 : quantile(hits, trials - hits + 1, TAIL);
        var high = hits == trials ? 1 : quantile(hits + 1, trials - hits, 1 - TAIL);
        return new Interval(rounded(low, RoundingMode.DOWN), rounded(high, RoundingMode.UP));
    }

    private static double quantile(double alpha, double beta, double probability) {
        return new BetaDistribution(null, alpha, beta, ACCURACY).inverseCumulativeProbability(probability);
    }

    private static double rounded(double rate, RoundingMode mode) {
        return new BigDecimal(rate).round(new MathContext(DIGITS, mode)).doubleValue();
    }
}
