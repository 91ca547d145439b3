package io.facematch.standalone.calibration.scoring;

import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.calibration.decision.Limit;
import io.facematch.standalone.calibration.difference.ModelDifference;
import io.facematch.standalone.calibration.difference.PairedScores.Asked;
import java.util.List;
import java.util.Locale;

/** The pairs that two models have both compared. */
final class CommonPairs {
    /** Each of them is kept in memory and looked at in each of a thousand draws. */
    private static final int MOST_GENUINE = 1_000_000;

    private CommonPairs() {}

    static void require(long genuine, long impostors) {
        if (genuine == 0 || impostors == 0) {
            throw new UnusableData("no pair of " + (genuine == 0 ? "the same person" : "different persons")
                    + " could be compared by both models");
        }
        if (genuine > MOST_GENUINE) {
            throw new UnusableData(String.format(
                    Locale.ROOT,
                    "%,d pairs of the same person are too many for --against, which takes %,d: leave out photos of the"
                            + " people who have most",
                    genuine,
                    MOST_GENUINE));
        }
    }

    /** @param impostors how many of the pairs are of different persons */
    static Asked asked(List<Limit> limits, Evidence evidence, long impostors) {
        return new Asked(
                limits.stream().map(Limit::cosine).toList(), ModelDifference.floor(evidence.rates(), impostors));
    }
}
