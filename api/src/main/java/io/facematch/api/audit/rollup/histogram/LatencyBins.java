package io.facematch.api.audit.rollup.histogram;

/**
 * Bins for times, each wider than the one before by the same factor, so that no value that is told differs from the one
 * that was counted by more than 2 % of it: the mapping of C. Masson, J. E. Rim and H. K. Lee, "DDSketch: A Fast and
 * Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", PVLDB 12(12), 2019, section 2.1. Bin {@code i} has the
 * values in (g^(i-1), g^i] with g = (1 + a) / (1 - a), and stands for 2 g^i / (g + 1).
 *
 * <p>Times up to a hundredth of a millisecond are in a bin of their own, which stands for 0, and those of more than a year
 * are in the last one.
 */
public final class LatencyBins {
    /** The relative error. */
    public static final double ERROR = 0.02;

    private static final double GAMMA = (1 + ERROR) / (1 - ERROR);
    private static final double LOG_GAMMA = Math.log(GAMMA);
    private static final double SHORTEST = 0.01;
    private static final double LONGEST = 366.0 * 24 * 60 * 60 * 1000;
    private static final int FIRST = power(SHORTEST);

    private LatencyBins() {}

    /**
     * The bin of a time.
     *
     * @param milliseconds at least 0
     */
    public static int of(double milliseconds) {
        return milliseconds <= SHORTEST ? 0 : power(Math.min(milliseconds, LONGEST)) - FIRST + 1;
    }

    private static int power(double milliseconds) {
        return (int) Math.ceil(Math.log(milliseconds) / LOG_GAMMA);
    }

    /** The milliseconds that a bin stands for. */
    public static double milliseconds(int bin) {
        return bin == 0 ? 0 : 2 * Math.exp((bin - 1 + FIRST) * LOG_GAMMA) / (GAMMA + 1);
    }
}
