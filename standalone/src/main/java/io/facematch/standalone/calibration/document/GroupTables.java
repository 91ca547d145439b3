package io.facematch.standalone.calibration.document;

import io.facematch.standalone.calibration.decision.GroupErrors;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.statistics.Differential;
import io.facematch.standalone.calibration.statistics.Differential.Finding;
import io.facematch.standalone.calibration.statistics.Rate;
import io.facematch.standalone.calibration.statistics.Sufficiency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tables of groups of people, of which the data may name some. */
record GroupTables(List<LimitErrors> errors) {
    static final List<String> RATES =
            List.of("False matches", "Of", "FMR", "FMR from", "FMR to", "Misses", "Of", "FNMR", "FNMR from", "FNMR to");

    private static final List<String> POINT_AND_COLUMN = List.of("Operating point", "Column");

    /** Empty when the data name no groups. */
    List<Table> all() {
        if (errors.stream().allMatch(at -> at.groups().isEmpty())) {
            return List.of();
        }
        return List.of(groups(), pairs(), differences());
    }

    private Table groups() {
        return new Table(
                "Groups",
                "Each group's people compared among themselves. A mark says that a rate is more than 25 % worse than that"
                        + " of all comparisons together, which NIST SP 800-63A-4, section 3.11, wants of no group. Two"
                        + " people of one group are often harder to tell apart than any two people. Intervals hold the true"
                        + " rate with 95 % confidence, as far as these people stand for others.",
                columns(Stream.of(POINT_AND_COLUMN, List.of("Group", "People"), RATES, List.of("Mark"))),
                errors.stream()
                        .flatMap(at -> at.groups().stream()
                                .filter(GroupErrors::isOneGroup)
                                .map(group -> row(at, group, List.of(people(group)), List.of(mark(at, group)))))
                        .toList());
    }

    private Table pairs() {
        return new Table(
                "Pairs of groups",
                "One person of each group. Where every person has one group, all of these are different persons.",
                columns(Stream.of(POINT_AND_COLUMN, List.of("Groups"), RATES)),
                errors.stream()
                        .flatMap(at -> at.groups().stream()
                                .filter(group -> !group.isOneGroup())
                                .map(group -> row(at, group, List.of(), List.of())))
                        .toList());
    }

    private static List<Cell> row(LimitErrors at, GroupErrors group, List<Cell> before, List<Cell> after) {
        return Stream.of(
                        List.of(Cell.text(name(at)), Cell.text(group.column()), Cell.text(name(group))),
                        before,
                        rates(group.falseMatches(), group.falseNonMatches()),
                        after)
                .flatMap(List::stream)
                .toList();
    }

    /** Ratios as the field reports them. */
    Table differences() {
        var rows = new ArrayList<List<Cell>>();
        for (var at : errors) {
            for (var column : at.columns()) {
                var inside = at.inside(column);
                var cells = new ArrayList<>(List.of(Cell.text(name(at)), Cell.text(column)));
                cells.addAll(worst(at.falseMatches(), inside, GroupErrors::falseMatches));
                cells.addAll(worst(at.falseNonMatches(), inside, GroupErrors::falseNonMatches));
                rows.add(cells);
            }
        }
        return new Table(
                "Differences between groups",
                "The worst group, how many times worse than all comparisons together it is, and the highest rate over the"
                        + " geometric mean of all groups' rates (NISTIR 8429; 1 when all are alike). A group without any"
                        + " error counts in that mean with the highest rate this is compatible with (three in its number of"
                        + " comparisons): the ratio is then at least what is shown.",
                columns(Stream.of(
                        POINT_AND_COLUMN,
                        List.of("Worst FMR", "Times all", "FMR max/geomean"),
                        List.of("Worst FNMR", "Times all", "FNMR max/geomean"))),
                rows);
    }

    private static List<Cell> worst(Rate overall, List<GroupErrors> groups, Function<GroupErrors, Rate> rate) {
        var differential = new Differential(overall, groups.stream().map(rate).toList());
        var ratio = differential
                .maxOverGeometricMean()
                .map(found -> (found.atLeast() ? "at least " : "") + Format.FACTOR.text(found.value()))
                .orElse(Cell.ABSENT);
        return differential
                .worst()
                .map(groups::get)
                .map(worst -> List.of(
                        Cell.text(worst.group()),
                        Cell.of(rate.apply(worst).value() / overall.value(), Format.FACTOR),
                        Cell.text(ratio)))
                .orElse(List.of(Cell.text("none: no error"), Cell.absent(Format.FACTOR), Cell.text(ratio)));
    }

    /** At one threshold, for a terminal: groups, then pairs of groups. */
    static Table brief(LimitErrors at, boolean pairs) {
        return new Table(
                "Groups at " + name(at),
                "",
                columns(Stream.of(List.of("Groups", "People"), RATES)),
                at.groups().stream()
                        .filter(group -> pairs || group.isOneGroup())
                        .map(group -> Stream.of(
                                        List.of(Cell.text(name(group)), people(group)),
                                        rates(group.falseMatches(), group.falseNonMatches()))
                                .flatMap(List::stream)
                                .toList())
                        .toList());
    }

    /** A line for each group with a mark. */
    static List<String> marks(LimitErrors at) {
        return at.groups().stream()
                .filter(GroupErrors::isOneGroup)
                .filter(group -> !marks(at, group).isEmpty())
                .map(group -> group.group() + ": " + marks(at, group))
                .toList();
    }

    private static Cell mark(LimitErrors at, GroupErrors group) {
        return new Cell(marks(at, group), Format.MARK);
    }

    private static String marks(LimitErrors at, GroupErrors group) {
        if (group.isOfTooFewPeople()) {
            return "not judged, fewer than " + Sufficiency.LEAST_PEOPLE + " people";
        }
        var matches = new Differential(at.falseMatches(), List.of()).of(group.falseMatches());
        var nonMatches = new Differential(at.falseNonMatches(), List.of()).of(group.falseNonMatches());
        return String.join(
                "; ",
                Stream.of(words("FMR", matches), words("FNMR", nonMatches))
                        .filter(words -> !words.isEmpty())
                        .toList());
    }

    private static String words(String rate, Finding finding) {
        return switch (finding) {
            case WITHIN -> "";
            case UNCERTAIN -> "too few comparisons to judge its " + rate;
            case PERHAPS_WORSE -> rate + " more than 25 % worse, perhaps by chance";
            case WORSE -> rate + " more than 25 % worse";
        };
    }

    /** In the order of {@link #RATES}. */
    static List<Cell> rates(Rate falseMatches, Rate falseNonMatches) {
        return Stream.concat(rate(falseMatches, Format.RATE).stream(), rate(falseNonMatches, Format.PERCENT).stream())
                .toList();
    }

    private static List<Cell> rate(Rate rate, Format format) {
        var counts = List.of(Cell.whole(rate.errors()), Cell.whole(rate.comparisons()));
        var values = rate.isKnown()
                ? List.of(
                        Cell.of(rate.value(), format),
                        Cell.of(rate.interval().low(), format),
                        Cell.of(rate.interval().high(), format))
                : List.of(Cell.absent(format), Cell.absent(format), Cell.absent(format));
        return Stream.concat(counts.stream(), values.stream()).toList();
    }

    private static Cell people(GroupErrors group) {
        return group.people() == null ? Cell.absent(Format.WHOLE) : Cell.whole(group.people());
    }

    private static String name(GroupErrors group) {
        return group.isOneGroup() ? group.group() : group.group() + " with " + group.other();
    }

    static String name(LimitErrors at) {
        var limit = at.limit();
        return limit.inUse()
                ? String.format(Locale.ROOT, "%s in use", limit.point().code())
                : limit.point().code();
    }

    private static List<String> columns(Stream<List<String>> parts) {
        return parts.flatMap(List::stream).toList();
    }
}
