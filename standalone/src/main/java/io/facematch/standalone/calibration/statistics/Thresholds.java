package io.facematch.standalone.calibration.statistics;

import io.facematch.card.Calibration.Point;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The points of a calibration. Where at least ten impostors reach the threshold it is measured: the lowest cosine whose
 * FMR is not above the wanted one. Stricter points continue in a straight line over log10(FMR) through the last two
 * measured ones, but never below the cosine that the impostors at hand ask for.
 */
public final class Thresholds {
    private static final double[] FALSE_MATCH_RATES = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6};
    /** Fewer are too few to call a false match rate measured. */
    public static final int LEAST_FALSE_MATCHES = 10;

    private static final int DECIMALS_OF_RATES = 6;

    /** So that a rounding error does not raise a threshold by a step. */
    private static final double NOISE = 1e-6;

    /** @param step of cosine */
    private record Need(double falseMatchRate, int step, boolean extrapolated) {
        double cosine() {
            return ErrorRates.cosine(step);
        }
    }

    private final ErrorRates rates;
    private final List<Need> needs = new ArrayList<>();
    private final Map<String, List<String>> leftOut = new LinkedHashMap<>();

    private Thresholds(ErrorRates rates) {
        this.rates = rates;
    }

    public static Thresholds of(ErrorRates rates) {
        var thresholds = new Thresholds(rates);
        for (var falseMatchRate : FALSE_MATCH_RATES) {
            thresholds.find(falseMatchRate);
        }
        return thresholds;
    }

    /**
     * At each rate the highest cosine that any group needs, or all pairs together. The counts of the points are those of
     * all pairs.
     */
    public static Thresholds ofWorst(ErrorRates all, Collection<ErrorRates> groups) {
        var each = Stream.concat(Stream.of(all), groups.stream())
                .map(Thresholds::of)
                .toList();
        var worst = new Thresholds(all);
        for (var falseMatchRate : FALSE_MATCH_RATES) {
            each.stream()
                    .flatMap(thresholds -> thresholds.needs.stream())
                    .filter(need -> need.falseMatchRate == falseMatchRate)
                    .max(Comparator.comparingInt(Need::step))
                    .ifPresentOrElse(
                            need -> worst.give(falseMatchRate, need.step, need.extrapolated),
                            () -> worst.leave(falseMatchRate, "there are too few impostor comparisons in every group"));
        }
        return worst;
    }

    /**
     * As many as the data allow, from the most lenient to the strictest, each at a higher cosine than the one before.
     */
    public List<Point> points() {
        return needs.stream()
                .map(need -> {
                    var falseMatches = rates.falseMatches(need.step);
                    return new Point(
                            need.falseMatchRate,
                            need.cosine(),
                            need.extrapolated,
                            falseMatches,
                            Binomial.interval(falseMatches, rates.impostors()),
                            rounded(rates.falseNonMatchRate(need.step)));
                })
                .toList();
    }

    /** The cosine that the pairs need at a rate; empty where they can't tell. */
    public OptionalDouble cosineAt(double falseMatchRate) {
        return needs.stream()
                .filter(need -> need.falseMatchRate == falseMatchRate)
                .mapToDouble(Need::cosine)
                .findFirst();
    }

    /** Which points could not be given, and why, in words. */
    public List<String> leftOut() {
        return leftOut.entrySet().stream()
                .map(reason -> "no point at FMR " + String.join(", ", reason.getValue()) + ": " + reason.getKey())
                .toList();
    }

    private void find(double falseMatchRate) {
        var asked = rates.threshold(falseMatchRate);
        var line = needs.stream().filter(need -> !need.extrapolated).toList();
        if (rates.falseMatches(asked) >= LEAST_FALSE_MATCHES) {
            give(falseMatchRate, asked, false);
        } else if (line.size() >= 2) {
            give(falseMatchRate, Math.max(asked, continued(line, falseMatchRate)), true);
        } else if (rates.impostors() * falseMatchRate >= 1) {
            give(falseMatchRate, asked, true);
        } else {
            leave(
                    falseMatchRate,
                    String.format(
                            Locale.ROOT,
                            "%,d impostor comparisons are too few, and there are not two measured points to continue"
                                    + " from",
                            rates.impostors()));
        }
    }

    private static int continued(List<Need> measured, double falseMatchRate) {
        var from = measured.get(measured.size() - 2);
        var through = measured.getLast();
        var slope = (through.cosine() - from.cosine())
                / (Math.log10(through.falseMatchRate) - Math.log10(from.falseMatchRate));
        var cosine = through.cosine() + slope * (Math.log10(falseMatchRate) - Math.log10(through.falseMatchRate));
        return (int) Math.ceil(Math.min(cosine, 1) * CosineHistogram.STEPS - NOISE);
    }

    private void give(double falseMatchRate, int step, boolean extrapolated) {
        if (!needs.isEmpty() && step <= needs.getLast().step) {
            leave(falseMatchRate, "the cosine would be that of the point before");
        } else if (step <= ErrorRates.LOWEST || step >= CosineHistogram.STEPS) {
            leave(falseMatchRate, "the cosine would be one that everything or nothing reaches");
        } else {
            needs.add(new Need(falseMatchRate, step, extrapolated));
        }
    }

    private void leave(double falseMatchRate, String why) {
        leftOut.computeIfAbsent(why, first -> new ArrayList<>()).add("1e" + Math.round(Math.log10(falseMatchRate)));
    }

    /** A rate with as many decimals as a calibration has. */
    public static double rounded(double rate) {
        return new BigDecimal(rate)
                .setScale(DECIMALS_OF_RATES, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
