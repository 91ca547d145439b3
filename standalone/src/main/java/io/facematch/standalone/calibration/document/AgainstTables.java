package io.facematch.standalone.calibration.document;

import io.facematch.standalone.calibration.difference.Difference;
import io.facematch.standalone.calibration.difference.Difference.Side;
import io.facematch.standalone.calibration.measurement.Against;
import io.facematch.standalone.calibration.measurement.Measurement;
import io.facematch.verification.OperatingPoint;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The comparison with another model. */
final class AgainstTables {
    /** In the order in which the thresholds in use are compared. */
    private static final List<OperatingPoint> POINTS = List.of(OperatingPoint.values());

    private final Against against;
    private final String model;
    private final String counted;

    AgainstTables(Measurement measurement, Against against) {
        this.against = against;
        this.model = measurement.model();
        this.counted = measurement.people().isPresent() ? "people" : "pairs";
    }

    /** @param at in words */
    private record Named(String at, Difference difference) {}

    private List<Named> differences() {
        var difference = against.difference();
        return Stream.concat(
                        IntStream.range(0, difference.inUse().size())
                                .mapToObj(at -> new Named(
                                        POINTS.get(at).code() + " in use",
                                        difference.inUse().get(at))),
                        difference.atSameRate().stream()
                                .map(at -> new Named(
                                        "FMR "
                                                + Format.RATE.text(
                                                        at.falseMatchRate().orElseThrow()),
                                        at)))
                .toList();
    }

    List<Table> all() {
        return List.of(rates(), results());
    }

    Table rates() {
        return new Table(
                "Compared with another model",
                introduction(),
                List.of("At", "Model", "Cosine", "False matches", "Of", "Misses", "Of", "FNMR", "Only it misses"),
                differences().stream()
                        .flatMap(named -> Stream.of(
                                row(named, model, named.difference.first(), missedByFirstOnly(named)),
                                row(named, against.model(), named.difference.second(), missedBySecondOnly(named))))
                        .toList());
    }

    private static long missedByFirstOnly(Named named) {
        return named.difference.missed().byFirstOnly();
    }

    private static long missedBySecondOnly(Named named) {
        return named.difference.missed().bySecondOnly();
    }

    private List<Cell> row(Named named, String of, Side side, long alone) {
        var genuine = named.difference.genuine();
        return List.of(
                Cell.text(named.at),
                Cell.text(of),
                Cell.of(side.cosine(), Format.COSINE),
                Cell.whole(side.falseMatches()),
                Cell.whole(against.difference().impostors()),
                Cell.whole(side.falseNonMatches()),
                Cell.whole(genuine),
                Cell.of(side.falseNonMatches() / (double) genuine, Format.PERCENT),
                Cell.whole(alone));
    }

    String introduction() {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s and %s on the same %,d pairs of the same person and %,d of different persons.",
                model,
                against.model(),
                against.difference().genuine(),
                against.difference().impostors()));
        if (against.onlyMeasured() + against.onlyOther() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    " Left out: %,d pairs that only %s could compare, and %,d that only %s could.",
                    against.onlyMeasured(),
                    model,
                    against.onlyOther(),
                    against.model()));
        }
        if (!against.inUse()) {
            text.append(" One of them has no calibration, so they are not compared as they decide now.");
        }
        if (against.difference().atSameRate().isEmpty()) {
            text.append(" The pairs of different persons are too few to bring both to the same false match rate.");
        }
        return text.toString();
    }

    private Table results() {
        return new Table(
                "Difference of the models",
                "The false non-match rate of the measured model less that of the other one, in percentage points. The"
                        + " interval holds the true difference with 95 % confidence; it comes from measuring again a"
                        + " thousand times with " + counted + " drawn anew.",
                List.of("At", "Difference", "From", "To", "Differing " + counted, "Result"),
                differences().stream().map(this::row).toList());
    }

    private List<Cell> row(Named named) {
        var difference = named.difference;
        var interval = difference.interval();
        return List.of(
                Cell.text(named.at),
                Cell.of(difference.value(), Format.PERCENT),
                interval.map(found -> Cell.of(found.low(), Format.PERCENT)).orElse(Cell.absent(Format.PERCENT)),
                interval.map(found -> Cell.of(found.high(), Format.PERCENT)).orElse(Cell.absent(Format.PERCENT)),
                Cell.whole(difference.missed().people()),
                Cell.text(result(difference)));
    }

    /** In plain sentences, one for each threshold. */
    List<String> sentences() {
        return differences().stream()
                .map(named -> "At " + named.at + ": " + result(named.difference))
                .toList();
    }

    private String result(Difference difference) {
        if (difference.missed().people() == 0) {
            return "no difference: both miss the same pairs.";
        }
        if (difference.interval().isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "no difference that this data can show: the models differ in only %d %s, and fewer than %d can't tell.",
                    difference.missed().people(),
                    counted,
                    Difference.LEAST_DIFFERING);
        }
        var interval = difference.interval().get();
        var figures = String.format(
                Locale.ROOT,
                "%s misses %s, %s misses %s; difference %.2f percentage points, 95 %% interval %.2f to %.2f.",
                model,
                missed(difference.first(), difference),
                against.model(),
                missed(difference.second(), difference),
                100 * difference.value(),
                100 * interval.low(),
                100 * interval.high());
        if (!difference.isShown()) {
            return "no difference that this data can show: " + figures;
        }
        return (difference.value() < 0 ? model : against.model()) + " misses fewer: " + figures;
    }

    private static String missed(Side side, Difference difference) {
        return Format.PERCENT.text(side.falseNonMatches() / (double) difference.genuine());
    }
}
