package io.facematch.api.outcome;

import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Similarity as it leaves the house: four decimals, so that nobody climbs towards a face by the last digits. A
 * non-match never rounds up to its threshold, so the number shown always agrees with the decision beside it.
 */
public final class OutwardSimilarity {

    private static final int DECIMALS = 4;

    private OutwardSimilarity() {}

    public static BigDecimal of(double similarity, @Nullable Decision decision, OperatingPoint operatingPoint) {
        BigDecimal exact = BigDecimal.valueOf(similarity);
        BigDecimal rounded = exact.setScale(DECIMALS, RoundingMode.HALF_UP);
        if (decision == Decision.NON_MATCH && operatingPoint.decide(rounded.doubleValue()) == Decision.MATCH) {
            rounded = exact.setScale(DECIMALS, RoundingMode.FLOOR);
        }
        return rounded;
    }
}
