package io.facematch.standalone.calibration.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How differently a model errs with groups of people at one threshold.
 *
 * @param overall the rate of all comparisons, of people in groups or not
 * @param groups the rates of the groups, each for its people among themselves
 */
public record Differential(Rate overall, List<Rate> groups) {
    /** NIST SP 800-63A-4, section 3.11: no group more than 25 % worse than all people together. */
    public static final double LIMIT = 1.25;

    public Differential {
        groups = List.copyOf(groups);
    }

    /** What can be said of a group. */
    public enum Finding {
        /** Not more than 25 % worse, whatever chance has done. */
        WITHIN,
        /** The counts are not above the limit, but too small to tell. */
        UNCERTAIN,
        /** Above the limit, which chance may have done. */
        PERHAPS_WORSE,
        /** More than 25 % worse, and chance has not done it. */
        WORSE
    }

    /** The group's interval against 1.25 times the overall rate, which is taken as it was counted. */
    public Finding of(Rate group) {
        var limit = LIMIT * overall.value();
        var interval = group.interval();
        if (!group.isKnown() || !overall.isKnown()) {
            return Finding.UNCERTAIN;
        }
        if (group.value() > limit) {
            return interval.low() > limit ? Finding.WORSE : Finding.PERHAPS_WORSE;
        }
        return interval.high() > limit ? Finding.UNCERTAIN : Finding.WITHIN;
    }

    /** The number of the group with the highest rate; of equal ones the first. Empty when there is no error at all. */
    public Optional<Integer> worst() {
        Optional<Integer> worst = Optional.empty();
        for (var at = 0; at < groups.size(); at++) {
            var rate = groups.get(at);
            var highest = worst.map(found -> groups.get(found).value()).orElse(0.0);
            if (rate.isKnown() && rate.value() > highest) {
                worst = Optional.of(at);
            }
        }
        return worst;
    }

    /**
     * The highest rate over the geometric mean of all.
     *
     * @param atLeast whether a group without any error counts with the highest rate that this is compatible with, so that
     *     the true ratio is this or more
     */
    public record Ratio(double value, boolean atLeast) {}

    /**
     * The measure that NIST leads with (NISTIR 8429, maximum over geometric mean): 1 when all groups are alike. A rate of
     * zero would make it infinite, and only says that there were too few comparisons: such a group counts with its
     * {@linkplain Rate#ruleOfThree rule of three}. Empty with fewer than two groups, or without any error.
     */
    public Optional<Ratio> maxOverGeometricMean() {
        var known = groups.stream().filter(Rate::isKnown).toList();
        var highest = known.stream().max(Comparator.comparingDouble(Rate::value));
        if (known.size() < 2 || highest.orElseThrow().errors() == 0) {
            return Optional.empty();
        }
        var logarithms = known.stream()
                .mapToDouble(rate -> Math.log(rate.errors() == 0 ? Rate.ruleOfThree(rate.comparisons()) : rate.value()))
                .average()
                .orElseThrow();
        var ratio = highest.get().value() / Math.exp(logarithms);
        return Optional.of(new Ratio(Math.max(1, ratio), known.stream().anyMatch(rate -> rate.errors() == 0)));
    }
}
