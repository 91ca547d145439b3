package io.facematch.standalone.addition;

import org.jspecify.annotations.Nullable;

/**
 * What came of one contract.
 *
 * @param contract by its name
 * @param problem why the network can't be used with it; null when it ran
 * @param dimensions of the embedding; 0 with a problem
 * @param separation null with a problem
 */
record TrialResult(
        String contract,
        @Nullable String problem,
        int dimensions,
        @Nullable Separation separation) {

    private static final int LONGEST_PROBLEM = 300;

    /** @param problem may quote names in the file, which somebody else chose: none of it may command a terminal */
    static TrialResult failed(String contract, String problem) {
        var line = problem.replaceAll("\\p{C}+", " ").strip();
        return new TrialResult(contract, line.substring(0, Math.min(line.length(), LONGEST_PROBLEM)), 0, null);
    }

    boolean isClear() {
        return separation != null && separation.isClear();
    }

    /** For comparing contracts; the least where the network did not run. */
    double distance() {
        return separation == null ? Double.NEGATIVE_INFINITY : separation.distance();
    }
}
