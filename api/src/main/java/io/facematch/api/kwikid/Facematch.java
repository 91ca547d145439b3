package io.facematch.api.kwikid;

import io.facematch.api.dialect.Comparison;

/**
 * The answer of {@code POST /facematch}.
 *
 * @param confidenceScore the similarity, in [0, 1]; 0.0 when there was no comparison
 * @param facematchResult {@code "True"} or {@code "False"}, a string
 */
public record Facematch(double confidenceScore, String facematchResult, int creditsConsumed) {
    /** What one call costs at the vendor; kept for clients that add it up. */
    public static final int CREDITS = 2;

    static Facematch of(Comparison comparison) {
        return of(comparison.similarity(), comparison.isMatch());
    }

    /** @param similarity as it is published */
    public static Facematch of(double similarity, boolean match) {
        return new Facematch(similarity, Flag.of(match), CREDITS);
    }
}
