package io.facematch.standalone.calibration.difference;

import io.facematch.standalone.calibration.difference.Difference.Interval;
import io.facematch.standalone.calibration.difference.PairedScores.Impostor;
import io.facematch.standalone.calibration.statistics.ErrorRates;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The same differences measured with people drawn anew, again and again: the middle 95 % of them are the interval
 * (percentile method: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). Each draw finds its own
 * thresholds, so that an interval holds what is not known of them, too. The same draws every time.
 */
final class Draws {
    private static final int COUNT = 1000;
    private static final long SEED = 1;

    /** The first and the last of the middle 95 %. */
    private static final int LOWEST = COUNT / 40 - 1;

    private static final int HIGHEST = COUNT - COUNT / 40;

    private final PairedScores scores;
    private final Resampling resampling;
    private final List<Double> falseMatchRates;
    private final Impostors first;
    private final Impostors second;

    /** By what is measured and draw. */
    private final double[][] inUse;

    private final double[][] atSameRate;

    Draws(PairedScores scores, Resampling resampling, int inUse, List<Double> falseMatchRates) {
        this.scores = scores;
        this.resampling = resampling;
        this.falseMatchRates = falseMatchRates;
        this.first = new Impostors(Impostor::step, scores.asked().floor());
        this.second = new Impostors(Impostor::othersStep, scores.othersAsked().floor());
        this.inUse = new double[inUse][COUNT];
        this.atSameRate = new double[falseMatchRates.size()][COUNT];
        var random = new SplittableRandom(SEED);
        for (var draw = 0; draw < COUNT; draw++) {
            measure(draw, resampling.draw(random));
        }
    }

    private void measure(int draw, int[] drawn) {
        var impostors = resampling.impostors(drawn);
        var steps = first.thresholds(drawn, impostors);
        var othersSteps = second.thresholds(drawn, impostors);
        var genuine = 0L;
        for (var pair : scores.genuine()) {
            var times = drawn[pair.person()];
            genuine += times;
            for (var at = 0; at < atSameRate.length; at++) {
                atSameRate[at][draw] += times * less(pair.step() < steps[at], pair.othersStep() < othersSteps[at]);
            }
            for (var at = 0; at < inUse.length; at++) {
                inUse[at][draw] += times
                        * less(PairedScores.isSet(pair.misses(), at), PairedScores.isSet(pair.othersMisses(), at));
            }
        }
        var all = Math.max(1, genuine);
        Stream.of(inUse, atSameRate).flatMap(Stream::of).forEach(differences -> differences[draw] /= all);
    }

    private static int less(boolean missed, boolean missedByOther) {
        return (missed ? 1 : 0) - (missedByOther ? 1 : 0);
    }

    List<Interval> inUse() {
        return intervals(inUse);
    }

    List<Interval> atSameRate() {
        return intervals(atSameRate);
    }

    private static List<Interval> intervals(double[][] differences) {
        return Stream.of(differences)
                .map(drawn -> {
                    var sorted = drawn.clone();
                    Arrays.sort(sorted);
                    return new Interval(sorted[LOWEST], sorted[HIGHEST]);
                })
                .toList();
    }

    /** The pairs of different persons as one of the models orders them. */
    private final class Impostors {
        private final ToIntFunction<Impostor> step;
        private final int floor;
        private final List<Impostor> mostAlikeFirst;

        Impostors(ToIntFunction<Impostor> step, double floor) {
            this.step = step;
            this.floor = ErrorRates.step(floor);
            this.mostAlikeFirst = scores.impostors().stream()
                    .filter(pair -> step.applyAsInt(pair) >= this.floor)
                    .sorted(Comparator.comparingInt(step).reversed())
                    .toList();
        }

        /** The lowest step for each rate at which not more of the drawn pairs match. */
        int[] thresholds(int[] drawn, double impostors) {
            var thresholds = new int[falseMatchRates.size()];
            var strictest = thresholds.length - 1;
            var matching = 0L;
            for (var pair : mostAlikeFirst) {
                matching += resampling.times(drawn, pair.one(), pair.other());
                while (strictest >= 0 && matching > falseMatchRates.get(strictest) * impostors) {
                    thresholds[strictest--] = step.applyAsInt(pair) + 1;
                }
                if (strictest < 0) {
                    break;
                }
            }
            Arrays.fill(thresholds, 0, strictest + 1, floor);
            return thresholds;
        }
    }
}
