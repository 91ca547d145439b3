package io.facematch.api.outcome;

import io.facematch.job.Outcome.Compared;
import io.facematch.verification.Decision;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Similarity as clients get it: four decimals, so that an attacker can't approach a face by the last digits. A
 * non-match is never rounded up to its threshold, so the number always agrees with the decision.
 */
public final class PublishedSimilarity {

    private static final int DECIMALS = 4;

    private PublishedSimilarity() {}

    /** @param threshold the one that decided */
    public static BigDecimal of(Compared compared, double threshold) {
        return of(compared.similarity(), compared.decision(), threshold);
    }

    /** @param threshold the lowest similarity that was a match when it was decided */
    public static BigDecimal of(double similarity, Decision decision, double threshold) {
        BigDecimal exact = BigDecimal.valueOf(similarity);
        BigDecimal rounded = exact.setScale(DECIMALS, RoundingMode.HALF_UP);
        return decision == Decision.NON_MATCH && rounded.doubleValue() >= threshold
                ? exact.setScale(DECIMALS, RoundingMode.FLOOR)
                : rounded;
    }
}
