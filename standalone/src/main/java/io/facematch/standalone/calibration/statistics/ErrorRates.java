package io.facematch.standalone.calibration.statistics;

/**
 * False match rate (FMR) and false non-match rate (FNMR) at every threshold, over completed comparisons only (ISO/IEC
 * 19795-1). A threshold is a step of 1e-4 in cosine: {@link #LOWEST} is cosine -1, {@link #BEYOND} is above cosine 1.
 */
public final class ErrorRates {
    public static final int LOWEST = CosineHistogram.LOWEST;
    public static final int BEYOND = CosineHistogram.BEYOND;

    private final long[] genuineAtOrAbove;
    private final long[] impostorsAtOrAbove;

    ErrorRates(CosineHistogram genuine, CosineHistogram impostors) {
        this.genuineAtOrAbove = genuine.atOrAbove();
        this.impostorsAtOrAbove = impostors.atOrAbove();
    }

    public static double cosine(int step) {
        return CosineHistogram.cosine(step);
    }

    /** The highest threshold that the cosine reaches. */
    public static int step(double cosine) {
        return CosineHistogram.step(cosine);
    }

    /** Comparisons of the same person. */
    public long genuine() {
        return genuineAtOrAbove[0];
    }

    /** Comparisons of different persons. */
    public long impostors() {
        return impostorsAtOrAbove[0];
    }

    /** Impostor comparisons at or above the threshold. */
    public long falseMatches(int step) {
        return impostorsAtOrAbove[step - LOWEST];
    }

    /** Genuine comparisons below the threshold. */
    public long falseNonMatches(int step) {
        return genuine() - genuineAtOrAbove[step - LOWEST];
    }

    public double falseMatchRate(int step) {
        return falseMatches(step) / (double) impostors();
    }

    public double falseNonMatchRate(int step) {
        return falseNonMatches(step) / (double) genuine();
    }

    /** The lowest threshold whose FMR is not above the given one. */
    public int threshold(double falseMatchRate) {
        // FMR never rises with the threshold, and beyond the last step it is zero.
        var low = LOWEST;
        var high = BEYOND;
        while (low < high) {
            var middle = Math.floorDiv(low + high, 2);
            if (falseMatchRate(middle) <= falseMatchRate) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Mean of FMR and FNMR at the threshold where they are nearest to each other. */
    public double equalErrorRate() {
        var best = LOWEST;
        for (var step = LOWEST; step <= BEYOND; step++) {
            if (gap(step) < gap(best)) {
                best = step;
            }
        }
        return (falseMatchRate(best) + falseNonMatchRate(best)) / 2;
    }

    private double gap(int step) {
        return Math.abs(falseMatchRate(step) - falseNonMatchRate(step));
    }
}
