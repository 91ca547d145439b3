package io.facematch.standalone.calibration.chart;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One side of a plot.
 *
 * @param from where it begins; a power of ten when it is logarithmic
 * @param to where it ends; a power of ten when it is logarithmic
 * @param ticks values that are labelled
 */
public record Axis(
        String title, double from, double to, boolean logarithmic, List<Double> ticks, DoubleFunction<String> label) {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final int MOST_TICKS = 6;

    /** From a power of ten to 1. */
    public static Axis logarithmic(String title, int lowestPower) {
        var ticks = IntStream.rangeClosed(lowestPower, 0)
                .mapToObj(power -> Math.pow(10, power))
                .toList();
        return new Axis(title, ticks.getFirst(), 1, true, ticks, Axis::power);
    }

    public static Axis linear(String title, double from, double to, DoubleFunction<String> label) {
        var step = step((to - from) / MOST_TICKS);
        var first = Math.ceil(from / step - 1e-9);
        var ticks = DoubleStream.iterate(first, tick -> tick * step <= to + 1e-9, tick -> tick + 1)
                .map(tick -> tick * step)
                .boxed()
                .toList();
        return new Axis(title, from, to, false, ticks, label);
    }

    /** For places without a unit. */
    public static Axis unmarked(double from, double to) {
        return new Axis("", from, to, false, List.of(), Axis::decimal);
    }

    /** The smallest of 1, 2 and 5 times a power of ten that is not below the least. */
    static double step(double least) {
        var power = Math.pow(10, Math.floor(Math.log10(least)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(multiple -> multiple * power)
                .filter(step -> step >= least * (1 - 1e-9))
                .findFirst()
                .orElseThrow();
    }

    /** Where a value lies, 0 at the beginning and 1 at the end; beyond either when it is off the axis. */
    double position(double value) {
        return logarithmic
                ? (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from))
                : (value - from) / (to - from);
    }

    public boolean shows(double value) {
        return value >= from && value <= to;
    }

    private static String power(double value) {
        var power = Math.round(-Math.log10(value));
        return power == 0 ? "1" : "10⁻" + SUPERSCRIPTS.charAt((int) power);
    }

    public static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value + 0.0);
    }
}
