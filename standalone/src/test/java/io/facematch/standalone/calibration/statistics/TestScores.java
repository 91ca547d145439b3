package io.facematch.standalone.calibration.statistics;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Scores in the making. */
public final class TestScores {
    private final CosineHistogram genuine = new CosineHistogram();
    private final CosineHistogram impostors = new CosineHistogram();

    TestScores genuine(double... cosines) {
        DoubleStream.of(cosines).forEach(genuine::add);
        return this;
    }

    TestScores impostors(double... cosines) {
        DoubleStream.of(cosines).forEach(impostors::add);
        return this;
    }

    /** So many of one cosine. */
    TestScores impostors(int count, double cosine) {
        IntStream.range(0, count).forEach(each -> impostors.add(cosine));
        return this;
    }

    ErrorRates rates() {
        return new ErrorRates(genuine, impostors);
    }

    /** Scores of which one impostor in a thousand is at or above 0.3, one in 10,000 at or above 0.4, and so on. */
    public static ErrorRates falling(int impostors) {
        var scores = new TestScores().genuine(0.35, 0.6, 0.7, 0.8);
        for (var number = 1; number <= impostors; number++) {
            scores.impostors(Math.clamp(-0.1 * Math.log10(number / (double) impostors), -1, 0.99));
        }
        return scores.rates();
    }
}
