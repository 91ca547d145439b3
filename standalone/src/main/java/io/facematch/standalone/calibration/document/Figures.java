package io.facematch.standalone.calibration.document;

import io.facematch.card.Calibration.Point;
import io.facematch.standalone.calibration.chart.Axis;
import io.facematch.standalone.calibration.chart.Plot;
import io.facematch.standalone.calibration.chart.Plot.Spot;
import io.facematch.standalone.calibration.decision.GroupErrors;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.measurement.Measurement;
import io.facematch.standalone.calibration.statistics.ErrorRates;
import io.facematch.standalone.calibration.statistics.Rate;
import io.facematch.verification.OperatingPoint;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The drawings of a measurement. */
final class Figures {
    /** Steps of cosine in one bar of a histogram: 0.02. */
    private static final int BAR = 200;

    /** Powers of ten that an axis shows at least: DET curves of few comparisons would otherwise fill only a corner. */
    private static final int LEAST_DECADES = 2;

    private static final int MOST_GROUPS = 10;

    private final Measurement measurement;
    private final ErrorRates rates;

    Figures(Measurement measurement) {
        this.measurement = measurement;
        this.rates = measurement.evidence().rates();
    }

    /** Detection error trade-off. */
    String det() {
        var x = Axis.logarithmic("false match rate", lowestPower(rates.impostors()));
        var y = Axis.logarithmic("false non-match rate", lowestPower(rates.genuine()));
        var plot = new Plot("False non-match rate over false match rate, both on logarithmic axes", x, y)
                .curve("model", trade(x, y, rates::falseNonMatchRate));
        markOperatingPoints(plot, x, y, Point::falseNonMatchRate, true);
        return plot.svg();
    }

    /** Receiver operating characteristic. */
    String roc() {
        var x = Axis.logarithmic("false match rate", lowestPower(rates.impostors()));
        var y = Axis.linear("genuine pairs that match", 0, 1, Figures::percent);
        var plot = new Plot("Share of genuine pairs that match over false match rate on a logarithmic axis", x, y)
                .curve("model", trade(x, y, step -> 1 - rates.falseNonMatchRate(step)));
        markOperatingPoints(plot, x, y, point -> 1 - point.falseNonMatchRate(), false);
        return plot.svg();
    }

    /** How many comparisons have which cosine. */
    String histogram() {
        var impostors =
                bars(step -> share(rates.falseMatches(step), rates.falseMatches(step + BAR), rates.impostors()));
        var genuine =
                bars(step -> share(rates.falseNonMatches(step + BAR), rates.falseNonMatches(step), rates.genuine()));
        var highest = IntStream.range(0, genuine.size())
                .mapToDouble(
                        bar -> Math.max(genuine.get(bar).y(), impostors.get(bar).y()))
                .max()
                .orElseThrow();
        var occupied = IntStream.range(0, genuine.size())
                .filter(bar -> genuine.get(bar).y() + impostors.get(bar).y() > 0)
                .summaryStatistics();
        var from = Math.floor(genuine.get(occupied.getMin()).x() * 10 - 1e-9) / 10;
        var to = Math.ceil(genuine.get(occupied.getMax()).x() * 10 + 1e-9) / 10;
        var x = Axis.linear("cosine", Math.max(-1, from), Math.min(1, to), Axis::decimal);
        var y = Axis.linear("share of comparisons", 0, highest * 1.1, Figures::percent);
        var plot = new Plot("How many genuine and impostor comparisons have which cosine", x, y)
                .area("impostor", visible(impostors, x))
                .area("genuine", visible(genuine, x));
        measurement
                .calibration()
                .at(OperatingPoint.DEFAULT.falseMatchRate())
                .filter(point -> x.shows(point.cosine()))
                .ifPresent(point -> plot.threshold(
                        point.cosine(),
                        String.format(Locale.ROOT, "%s: %.4f", OperatingPoint.DEFAULT.code(), point.cosine())));
        return plot.svg();
    }

    /** @param caption in words, not in HTML */
    record GroupFigure(String title, String svg, String caption) {}

    /** The false match rates of the groups of each column, then their false non-match rates, at one threshold. */
    List<GroupFigure> groups() {
        return measurement.errors().stream()
                .filter(at -> at.limit().point() == OperatingPoint.DEFAULT)
                .findFirst()
                .map(at -> at.columns().stream()
                        .flatMap(column -> Stream.of(
                                        figure(
                                                at,
                                                column,
                                                "False match rate",
                                                at.falseMatches(),
                                                GroupErrors::falseMatches),
                                        figure(
                                                at,
                                                column,
                                                "False non-match rate",
                                                at.falseNonMatches(),
                                                GroupErrors::falseNonMatches))
                                .flatMap(Optional::stream))
                        .toList())
                .orElse(List.of());
    }

    private static Optional<GroupFigure> figure(
            LimitErrors at, String column, String title, Rate overall, Function<GroupErrors, Rate> rate) {
        var worst = at.inside(column).stream()
                .filter(group -> rate.apply(group).isKnown())
                .sorted(Comparator.comparingDouble(
                                (GroupErrors group) -> rate.apply(group).value())
                        .reversed())
                .limit(MOST_GROUPS)
                .toList();
        if (worst.isEmpty() || overall.errors() == 0) {
            return Optional.empty();
        }
        var lowest = worst.stream()
                .mapToDouble(group -> rate.apply(group).interval().low())
                .filter(low -> low > 0)
                .min()
                .orElse(overall.value());
        var x = Axis.logarithmic(
                title.toLowerCase(Locale.ROOT), (int) Math.floor(Math.log10(Math.min(lowest, overall.value()))));
        var plot = new Plot(title + " of each group of " + column, x, Axis.unmarked(0, worst.size()))
                .threshold(overall.value(), "all");
        for (var place = 0; place < worst.size(); place++) {
            var known = rate.apply(worst.get(place));
            plot.range(
                    Math.max(x.from(), known.interval().low()),
                    Math.max(x.from(), known.interval().high()),
                    worst.size() - place - 0.5,
                    worst.get(place).group());
            if (x.shows(known.value())) {
                plot.mark(new Spot(known.value(), worst.size() - place - 0.5), "", true);
            }
        }
        return Optional.of(new GroupFigure(
                title + " by " + column,
                plot.svg(),
                "At " + GroupTables.name(at) + ", with 95 % intervals; the dotted line is the rate of all comparisons"
                        + " together."
                        + (at.inside(column).size() > MOST_GROUPS ? " The " + MOST_GROUPS + " worst groups." : "")));
    }

    private List<Spot> trade(Axis x, Axis y, IntToDoubleFunction height) {
        return IntStream.rangeClosed(ErrorRates.LOWEST, ErrorRates.BEYOND)
                .mapToObj(step -> new Spot(rates.falseMatchRate(step), height.applyAsDouble(step)))
                .filter(spot -> x.shows(spot.x()) && y.shows(spot.y()))
                .toList();
    }

    private void markOperatingPoints(Plot plot, Axis x, Axis y, ToDoubleFunction<Point> height, boolean above) {
        for (var point : measurement.calibration().points()) {
            var name = Tables.nameOf(point);
            // At the measured rate, which for an extrapolated point is not the rate that it promises.
            var spot = new Spot(rates.falseMatchRate(ErrorRates.step(point.cosine())), height.applyAsDouble(point));
            if (!name.isEmpty() && x.shows(spot.x()) && y.shows(spot.y())) {
                plot.mark(spot, name, above);
            }
        }
    }

    /** One for each bar, in its middle. */
    private static List<Spot> bars(IntToDoubleFunction height) {
        return IntStream.iterate(ErrorRates.LOWEST, step -> step < -ErrorRates.LOWEST, step -> step + BAR)
                .mapToObj(step -> new Spot(ErrorRates.cosine(step + BAR / 2), height.applyAsDouble(step)))
                .toList();
    }

    private static List<Spot> visible(List<Spot> bars, Axis x) {
        return bars.stream().filter(bar -> x.shows(bar.x())).toList();
    }

    private static double share(long more, long less, long all) {
        return (more - less) / (double) all;
    }

    private static int lowestPower(long comparisons) {
        return -Math.max(LEAST_DECADES, (int) Math.ceil(Math.log10((double) comparisons)));
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }
}
