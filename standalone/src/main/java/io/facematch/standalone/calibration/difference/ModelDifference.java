package io.facematch.standalone.calibration.difference;

import io.facematch.standalone.calibration.difference.Difference.Interval;
import io.facematch.standalone.calibration.difference.Difference.Missed;
import io.facematch.standalone.calibration.difference.Difference.Side;
import io.facematch.standalone.calibration.difference.PairedScores.Genuine;
import io.facematch.standalone.calibration.statistics.ErrorRates;
import io.facematch.standalone.calibration.statistics.Thresholds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Two models on the same pairs: at the operating points in use, and where both have the same false match rate.
 *
 * @param genuine pairs of the same person that both compared
 * @param impostors pairs of different persons that both compared
 * @param inUse in the order of the operating points; empty when one of the models has no calibration
 * @param atSameRate from the most lenient false match rate that both were measured at to the strictest
 */
public record ModelDifference(long genuine, long impostors, List<Difference> inUse, List<Difference> atSameRate) {
    private static final double[] FALSE_MATCH_RATES = {1e-3, 1e-4, 1e-5, 1e-6};

    /** For data that are too few for the others. */
    private static final double[] MOST_LENIENT = {1e-2};

    /** With other people a threshold may lie lower; hardly ever where the rate is so many times higher. */
    private static final int MARGIN = 5;

    public ModelDifference {
        inUse = List.copyOf(inUse);
        atSameRate = List.copyOf(atSameRate);
    }

    /** Pairs that both compared. */
    public long common() {
        return genuine + impostors;
    }

    /** Those that so many pairs can measure. */
    private static List<Double> measurable(long impostors) {
        var strict = measurable(impostors, FALSE_MATCH_RATES);
        return strict.isEmpty() ? measurable(impostors, MOST_LENIENT) : strict;
    }

    private static List<Double> measurable(long impostors, double[] falseMatchRates) {
        return DoubleStream.of(falseMatchRates)
                .filter(rate -> impostors * rate >= Thresholds.LEAST_FALSE_MATCHES)
                .boxed()
                .toList();
    }

    /**
     * Below this cosine lies no threshold that will be looked for.
     *
     * @param impostors pairs of different persons that both models compared
     */
    public static double floor(ErrorRates rates, long impostors) {
        return measurable(impostors).stream()
                .findFirst()
                .map(rate -> ErrorRates.cosine(rates.threshold(Math.min(1, MARGIN * rate))))
                .orElse(ErrorRates.cosine(ErrorRates.BEYOND));
    }

    /** @param parts what each thread has scored */
    public static ModelDifference of(Collection<PairedScores> parts, Resampling resampling) {
        return new Measuring(PairedScores.sum(parts), resampling).measure();
    }

    private static final class Measuring {
        private final PairedScores scores;
        private final Resampling resampling;
        private final ErrorRates rates;
        private final ErrorRates othersRates;

        Measuring(PairedScores scores, Resampling resampling) {
            this.scores = scores;
            this.resampling = resampling;
            this.rates = scores.rates();
            this.othersRates = scores.othersRates();
        }

        ModelDifference measure() {
            var measurable = measurable(rates.impostors());
            var inUse = IntStream.range(0, scores.asked().inUse().size())
                    .mapToObj(this::inUse)
                    .toList();
            var atSameRate = measurable.stream().map(this::atSameRate).toList();
            if (inUse.stream().noneMatch(Measuring::canTell)
                    && atSameRate.stream().noneMatch(Measuring::canTell)) {
                return new ModelDifference(rates.genuine(), rates.impostors(), inUse, atSameRate);
            }
            var draws = new Draws(scores, resampling, inUse.size(), measurable);
            return new ModelDifference(
                    rates.genuine(),
                    rates.impostors(),
                    with(inUse, draws.inUse()),
                    with(atSameRate, draws.atSameRate()));
        }

        private Difference inUse(int at) {
            return difference(
                    OptionalDouble.empty(),
                    scores.asked().inUse().get(at),
                    scores.falseMatches(at),
                    pair -> PairedScores.isSet(pair.misses(), at),
                    scores.othersAsked().inUse().get(at),
                    scores.othersFalseMatches(at),
                    pair -> PairedScores.isSet(pair.othersMisses(), at));
        }

        private Difference atSameRate(double falseMatchRate) {
            var step = rates.threshold(falseMatchRate);
            var othersStep = othersRates.threshold(falseMatchRate);
            return difference(
                    OptionalDouble.of(falseMatchRate),
                    ErrorRates.cosine(step),
                    rates.falseMatches(step),
                    pair -> pair.step() < step,
                    ErrorRates.cosine(othersStep),
                    othersRates.falseMatches(othersStep),
                    pair -> pair.othersStep() < othersStep);
        }

        private Difference difference(
                OptionalDouble falseMatchRate,
                double cosine,
                long falseMatches,
                Predicate<Genuine> misses,
                double othersCosine,
                long othersFalseMatches,
                Predicate<Genuine> othersMisses) {
            var byFirst = scores.genuine().stream().filter(misses).toList();
            var bySecond = scores.genuine().stream().filter(othersMisses).toList();
            var byFirstOnly = byFirst.stream().filter(othersMisses.negate()).toList();
            var bySecondOnly = bySecond.stream().filter(misses.negate()).toList();
            var people = new ArrayList<>(byFirstOnly);
            people.addAll(bySecondOnly);
            return new Difference(
                    falseMatchRate,
                    new Side(cosine, falseMatches, byFirst.size()),
                    new Side(othersCosine, othersFalseMatches, bySecond.size()),
                    rates.genuine(),
                    new Missed(byFirstOnly.size(), bySecondOnly.size(), (int)
                            people.stream().mapToInt(Genuine::person).distinct().count()),
                    Optional.empty());
        }

        private static boolean canTell(Difference difference) {
            return difference.missed().people() >= Difference.LEAST_DIFFERING;
        }

        private static List<Difference> with(List<Difference> differences, List<Interval> intervals) {
            return IntStream.range(0, differences.size())
                    .mapToObj(at -> canTell(differences.get(at))
                            ? differences.get(at).with(intervals.get(at))
                            : differences.get(at))
                    .toList();
        }
    }
}
