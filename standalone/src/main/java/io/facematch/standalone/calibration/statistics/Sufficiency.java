package io.facematch.standalone.calibration.statistics;

import io.facematch.verification.OperatingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Whether there are enough people and comparisons for what is printed.
 *
 * @param people that were compared; empty where the data do not say who is on a photo
 * @param genuine completed comparisons of the same person
 * @param impostors completed comparisons of different persons
 */
public record Sufficiency(OptionalInt people, long genuine, long impostors) {
    /** Rates of fewer people say little of others. */
    public static final int LEAST_PEOPLE = 30;

    /** What NIST SP 800-63A-4, section 3.11, asks a comparison of two photos to reach. */
    private static final double FALSE_NON_MATCH_RATE = 0.01;

    /** The lowest false match rate at which {@value Thresholds#LEAST_FALSE_MATCHES} false matches are to be expected. */
    public double lowestFalseMatchRate() {
        return Math.min(1, Thresholds.LEAST_FALSE_MATCHES / (double) impostors);
    }

    public static boolean isEnough(int people) {
        return people >= LEAST_PEOPLE;
    }

    /** What the data are too few for, a sentence each. */
    public List<String> cautions() {
        var cautions = new ArrayList<String>();
        people.ifPresent(count -> {
            if (!isEnough(count)) {
                cautions.add(String.format(
                        Locale.ROOT,
                        "%,d people are too few: from fewer than %d, the rates say little of other people.",
                        count,
                        LEAST_PEOPLE));
            }
        });
        var below = Stream.of(OperatingPoint.values())
                .filter(point -> point.falseMatchRate() < lowestFalseMatchRate())
                .map(point -> point.code() + " (" + text(point.falseMatchRate()) + ")")
                .toList();
        if (!below.isEmpty()) {
            cautions.add(String.format(
                    Locale.ROOT,
                    "%,d comparisons of different persons can measure a false match rate down to %s (ten false matches)."
                            + " Below that %s %s. Even if none of them matched, the rate could be %s (three in %,d).",
                    impostors,
                    text(lowestFalseMatchRate()),
                    below.size() == 1 ? "lies" : "lie",
                    String.join(", ", below).replaceFirst(", ([^,]*)$", " and $1"),
                    text(Rate.ruleOfThree(impostors)),
                    impostors));
        }
        if (Rate.ruleOfThree(genuine) > FALSE_NON_MATCH_RATE) {
            cautions.add(String.format(
                    Locale.ROOT,
                    "%,d comparisons of the same person are too few for a false non-match rate of 1 %%: even if all of them"
                            + " matched, the rate could be %.1f %% (three in %,d).",
                    genuine,
                    100 * Rate.ruleOfThree(genuine),
                    genuine));
        }
        return cautions;
    }

    private static String text(double rate) {
        return String.format(Locale.ROOT, "%.1e", rate).replace(".0e", "e").replace("e-0", "e-");
    }
}
