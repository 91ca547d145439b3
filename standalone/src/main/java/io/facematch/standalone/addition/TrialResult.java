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

    static TrialResult failed(String contract, String problem) {
        return new TrialResult(contract, problem, 0, null);
    }

    boolean isClear() {
        return separation != null && separation.isClear();
    }

    /** For comparing contracts; the least where the network did not run. */
    double distance() {
        return separation == null ? Double.NEGATIVE_INFINITY : separation.distance();
    }
}
