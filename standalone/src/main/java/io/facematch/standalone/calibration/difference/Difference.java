package io.facematch.standalone.calibration.difference;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The false non-match rates of two models on the same pairs of the same person.
 *
 * @param falseMatchRate that both models were brought to; empty at an operating point in use
 * @param genuine pairs of the same person that both models compared
 * @param missed by one of the models only
 * @param interval holds the true difference with 95 % confidence; empty where fewer than {@value #LEAST_DIFFERING} differ
 */
public record Difference(
        OptionalDouble falseMatchRate,
        Side first,
        Side second,
        long genuine,
        Missed missed,
        Optional<Interval> interval) {

    /** Fewer people can't tell how much chance does. */
    public static final int LEAST_DIFFERING = 10;

    /**
     * What one model does.
     *
     * @param cosine from which on it says match
     * @param falseMatches pairs of different persons that it calls a match
     * @param falseNonMatches pairs of the same person that it does not
     */
    public record Side(double cosine, long falseMatches, long falseNonMatches) {}

    /** @param people or, where nobody says who is on a photo, pairs that have one which only one of the models misses */
    public record Missed(long byFirstOnly, long bySecondOnly, int people) {}

    /** Both ends in [-1, 1]. */
    public record Interval(double low, double high) {
        boolean holdsZero() {
            return low <= 0 && high >= 0;
        }
    }

    /** The first model's false non-match rate less the second's, in [-1, 1]. */
    public double value() {
        return (first.falseNonMatches - second.falseNonMatches) / (double) genuine;
    }

    Difference with(Interval found) {
        return new Difference(falseMatchRate, first, second, genuine, missed, Optional.of(found));
    }

    /** Whether chance alone would hardly have made the difference. */
    public boolean isShown() {
        return interval.isPresent() && !interval.get().holdsZero();
    }
}
