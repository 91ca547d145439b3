package io.facematch.api.kwikid;

import io.facematch.api.dialect.Comparison;

/**
 * The answer of {@code POST /facematch}.
 *
 * @param confidenceScore the similarity, in [0, 1]; 0.0 when there was no comparison
 * @param facematchResult {@code "True"} or {@code "False"}, a string
 */
record Facematch(double confidenceScore, String facematchResult, int creditsConsumed) {
    /** What one call cost with the vendor; kept for clients that add it up. */
    private static final int CREDITS = 2;

    static Facematch of(Comparison comparison) {
        return new Facematch(comparison.similarity(), Flag.of(comparison.isMatch()), CREDITS);
    }
}
