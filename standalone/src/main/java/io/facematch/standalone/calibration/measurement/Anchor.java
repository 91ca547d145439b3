package io.facematch.standalone.calibration.measurement;

import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.data.Groups;
import io.facematch.standalone.calibration.data.UnusableData;
import io.facematch.standalone.calibration.scoring.Evidence;
import io.facematch.standalone.calibration.statistics.ErrorRates;
import io.facematch.standalone.calibration.statistics.Thresholds;
import io.facematch.verification.OperatingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whose false match rate the points of a calibration promise: that of all people together, or that of the group that
 * needs the highest cosine.
 *
 * @param column of the groups; empty for those of all columns
 */
public record Anchor(boolean isWorstGroup, Optional<String> column) {
    public static final Anchor ALL = new Anchor(false, Optional.empty());

    /** The words of the command line. */
    public static final String ALL_WORD = "all";

    public static final String WORST_WORD = "worst-group";

    /** Empty when the text is no anchor. */
    public static Optional<Anchor> of(String text) {
        if (text.equals(ALL_WORD)) {
            return Optional.of(ALL);
        }
        if (text.equals(WORST_WORD)) {
            return Optional.of(new Anchor(true, Optional.empty()));
        }
        return text.startsWith(WORST_WORD + ":") && text.length() > WORST_WORD.length() + 1
                ? Optional.of(new Anchor(true, Optional.of(text.substring(WORST_WORD.length() + 1))))
                : Optional.empty();
    }

    /** @throws UnusableData if the data do not name the groups */
    public void requireIn(DataSet data) {
        var columns = data.groups().columns();
        if (isWorstGroup && columns.isEmpty()) {
            throw new UnusableData(
                    "an anchor on the worst group needs groups: add a column to labels.csv or people.csv");
        }
        if (isWorstGroup && columns(data.groups()).isEmpty()) {
            throw new UnusableData("the data have no group column " + column.orElseThrow() + "; there are "
                    + columns.stream().map(Groups.Column::name).collect(Collectors.joining(", ")));
        }
    }

    private List<Groups.Column> columns(Groups groups) {
        return groups.columns().stream()
                .filter(each -> column.isEmpty() || each.name().equalsIgnoreCase(column.get()))
                .toList();
    }

    Thresholds thresholds(Evidence evidence, Groups groups) {
        return isWorstGroup
                ? Thresholds.ofWorst(
                        evidence.rates(),
                        named(evidence, groups).map(Named::rates).toList())
                : Thresholds.of(evidence.rates());
    }

    /** Behind the name of the data in the calibration's id. */
    String suffix() {
        return isWorstGroup
                ? "-" + column.map(name -> "worst-" + DataSet.slug(name)).orElse(WORST_WORD)
                : "";
    }

    /** Behind the description of the data. */
    String description() {
        return isWorstGroup
                ? "; each point holds for the worst group"
                        + column.map(name -> " of " + name).orElse("")
                : "";
    }

    /** Which group asks for the most at each operating point. */
    List<String> notes(Evidence evidence, Groups groups) {
        var notes = new ArrayList<String>();
        if (!isWorstGroup) {
            return notes;
        }
        notes.add("the false matches at each point are those of all comparisons; the worst group has the point's FMR");
        for (var point : OperatingPoint.values()) {
            var needs = Stream.concat(Stream.of(new Named("all together", evidence.rates())), named(evidence, groups))
                    .map(group -> group.need(point.falseMatchRate()))
                    .toList();
            notes.add(String.format(
                    Locale.ROOT,
                    "cosine for FMR 1e%.0f: %s",
                    Math.log10(point.falseMatchRate()),
                    String.join(", ", needs)));
        }
        return notes;
    }

    private record Named(String name, ErrorRates rates) {
        String need(double falseMatchRate) {
            var cosine = Thresholds.of(rates).cosineAt(falseMatchRate);
            return cosine.isPresent()
                    ? String.format(Locale.ROOT, "%s %.4f", name, cosine.getAsDouble())
                    : name + " unknown (too few comparisons)";
        }
    }

    private Stream<Named> named(Evidence evidence, Groups groups) {
        return columns(groups).stream()
                .flatMap(each -> IntStream.range(0, each.groups().size())
                        .mapToObj(at -> new Named(
                                each.groups().get(at), evidence.groupRates().get(groups.first(each) + at))));
    }
}
