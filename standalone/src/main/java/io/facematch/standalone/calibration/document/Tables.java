package io.facematch.standalone.calibration.document;

import static java.util.Locale.ROOT;

import io.facematch.card.Calibration;
import io.facematch.card.Calibration.Point;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.measurement.Measurement;
import io.facematch.standalone.calibration.scoring.Evidence;
import io.facematch.standalone.calibration.scoring.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.Binomial;
import io.facematch.standalone.calibration.statistics.ErrorRates;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tables of a measurement. */
final class Tables {
    /** As many as a person may read; all of them might not fit into the memory for the workbook. */
    private static final int FAILED_PHOTOS = 1000;

    private final Measurement measurement;
    private final Evidence evidence;
    private final ErrorRates rates;

    Tables(Measurement measurement) {
        this.measurement = measurement;
        this.evidence = measurement.evidence();
        this.rates = evidence.rates();
    }

    List<Table> all() {
        var tables = new ArrayList<>(List.of(summary(), inUse(), operatingPoints()));
        tables.addAll(new GroupTables(measurement.errors()).all());
        measurement.against().ifPresent(against -> tables.addAll(new AgainstTables(measurement, against).all()));
        tables.addAll(List.of(
                failures(),
                failedPhotos(),
                pairs(
                        "Lowest genuine pairs",
                        "Pairs of the same person that look least alike. They show what the model finds hard, or a"
                                + " wrong label.",
                        evidence.lowestGenuine()),
                pairs(
                        "Highest impostor pairs",
                        "Pairs of different persons that look most alike. Look at them: relatives and look-alikes are"
                                + " the model's errors, but one person under two names is an error of the labels, and"
                                + " makes the strict thresholds stricter than they need be.",
                        evidence.highestImpostors())));
        return List.copyOf(tables);
    }

    /** Those of the page, behind what it says at its top. */
    List<Table> sheets() {
        var cautions = measurement.cautions().stream()
                .map(caution -> List.of(new Cell(caution, Format.MARK)))
                .toList();
        var sheets = new ArrayList<>(all());
        if (!cautions.isEmpty()) {
            sheets.addFirst(new Table("Too few data", "", List.of(), cautions));
        }
        return sheets;
    }

    Table summary() {
        var calibration = measurement.calibration();
        var rows = new ArrayList<List<Cell>>();
        rows.add(fact("Calibration", Cell.text(calibration.id())));
        rows.add(fact("Model", Cell.text(measurement.model())));
        rows.add(fact("Detector", Cell.text(measurement.detector())));
        rows.add(fact("Data", Cell.text(calibration.dataSet())));
        rows.add(fact("Photos", Cell.whole(evidence.photos())));
        rows.add(fact("Failures to enrol", Cell.whole(evidence.failuresToEnrol())));
        rows.add(fact(
                "Failure to enrol rate",
                Cell.of(evidence.failuresToEnrol() / (double) evidence.photos(), Format.PERCENT)));
        measurement.people().ifPresent(people -> rows.add(fact("People compared", Cell.whole(people))));
        rows.add(fact("Genuine pairs", Cell.whole(evidence.genuinePairs())));
        rows.add(fact("Genuine pairs compared", Cell.whole(rates.genuine())));
        rows.add(fact("Impostor pairs", Cell.whole(evidence.impostorPairs())));
        rows.add(fact("Impostor pairs compared", Cell.whole(rates.impostors())));
        rows.add(fact("Equal error rate", Cell.of(calibration.equalErrorRate(), Format.PERCENT)));
        rows.add(fact(
                "In use now",
                Cell.text(measurement.inUse().map(Calibration::id).orElse("nothing: the model has no calibration"))));
        measurement.notes().forEach(note -> rows.add(fact("Note", Cell.text(note))));
        return new Table("Summary", "", List.of(), rows);
    }

    private static List<Cell> fact(String title, Cell value) {
        return List.of(Cell.text(title), value);
    }

    /** How the model decides now. */
    Table inUse() {
        var title = "Operating points in use";
        if (measurement.inUse().isEmpty()) {
            return new Table(
                    title, "None: the model has no calibration, so it decides nothing now.", List.of(), List.of());
        }
        return new Table(
                title,
                introduction(measurement.inUse().get()),
                Stream.concat(Stream.of("Operating point", "Similarity", "Cosine"), GroupTables.RATES.stream())
                        .toList(),
                measurement.errors().stream()
                        .filter(at -> at.limit().inUse())
                        .map(Tables::row)
                        .toList());
    }

    private String introduction(Calibration calibration) {
        var another = calibration.detectors().contains(measurement.detector())
                ? ""
                : " That one was measured with another detector (" + String.join(", ", calibration.detectors()) + ").";
        return "What the model decides now with its calibration " + calibration.id() + "." + another
                + " Intervals hold the true rate with 95 % confidence; in a folder, where comparisons share people, they are"
                + " as wide as the differences between the people ask for.";
    }

    private static List<Cell> row(LimitErrors at) {
        var limit = at.limit();
        return Stream.concat(
                        Stream.of(
                                Cell.text(limit.point().code()),
                                Cell.of(limit.point().threshold(), Format.SIMILARITY),
                                Cell.of(limit.cosine(), Format.COSINE)),
                        GroupTables.rates(at.falseMatches(), at.falseNonMatches()).stream())
                .toList();
    }

    Table operatingPoints() {
        if (measurement.calibration().points().isEmpty()) {
            return new Table(
                    "Operating points",
                    "The data are too few for any of them; the notes say why.",
                    List.of(),
                    List.of());
        }
        return new Table(
                "Operating points",
                "The cosine that this false match rate (FMR) asks for, and the false non-match rate (FNMR) it costs."
                        + " Both count completed comparisons only. Intervals hold the true rate with 95 % confidence,"
                        + " as if all comparisons were independent. Extrapolated: fewer than ten false matches, too few"
                        + " to call it measured.",
                List.of(
                        "Operating point",
                        "Similarity",
                        "FMR",
                        "Cosine",
                        "False matches",
                        "FMR from",
                        "FMR to",
                        "FNMR",
                        "FNMR from",
                        "FNMR to",
                        "Basis"),
                measurement.calibration().points().stream().map(this::row).toList());
    }

    private List<Cell> row(Point point) {
        var missed = Binomial.interval(rates.falseNonMatches(ErrorRates.step(point.cosine())), rates.genuine());
        return List.of(
                Cell.text(nameOf(point)),
                Cell.of(point.similarity(), Format.SIMILARITY),
                Cell.of(point.falseMatchRate(), Format.RATE),
                Cell.of(point.cosine(), Format.COSINE),
                Cell.whole(point.falseMatches()),
                Cell.of(point.interval().low(), Format.RATE),
                Cell.of(point.interval().high(), Format.RATE),
                Cell.of(point.falseNonMatchRate(), Format.PERCENT),
                Cell.of(missed.low(), Format.PERCENT),
                Cell.of(missed.high(), Format.PERCENT),
                Cell.text(point.extrapolated() ? "extrapolated" : "measured"));
    }

    /** Empty for a point that is no operating point. */
    static String nameOf(Point point) {
        return OperatingPoint.ofFalseMatchRate(point.falseMatchRate())
                .map(OperatingPoint::code)
                .orElse("");
    }

    private Table failures() {
        var text = evidence.failures().isEmpty()
                ? "Every photo gave a face that is good enough to compare."
                : "Photos without a face that is good enough to compare. Their pairs are in neither error rate.";
        return new Table(
                "Failures to enrol",
                text,
                List.of("Status", "Reason", "Photos", "Share"),
                evidence.failuresByReason().entrySet().stream()
                        .sorted(Map.Entry.<Reason, Long>comparingByValue().reversed())
                        .map(failure -> List.of(
                                Cell.text(failure.getKey().status().code()),
                                Cell.text(failure.getKey().message()),
                                Cell.whole(failure.getValue()),
                                Cell.of(failure.getValue() / (double) evidence.photos(), Format.PERCENT)))
                        .toList());
    }

    private Table failedPhotos() {
        var failures = evidence.failures();
        var text = failures.isEmpty() ? "None." : "Check whether the product should have accepted them.";
        return new Table(
                "Photos that failed",
                failures.size() <= FAILED_PHOTOS
                        ? text
                        : String.format(ROOT, "The first %,d of %,d. %s", FAILED_PHOTOS, failures.size(), text),
                List.of("Photo", "Status", "Reason"),
                failures.stream()
                        .limit(FAILED_PHOTOS)
                        .map(failure -> List.of(
                                Cell.text(failure.photo()),
                                Cell.text(failure.reason().status().code()),
                                Cell.text(failure.reason().message())))
                        .toList());
    }

    private static Table pairs(String title, String text, List<ScoredPair> pairs) {
        return new Table(
                title,
                text,
                List.of("Cosine", "Pair"),
                pairs.stream()
                        .map(pair -> List.of(Cell.of(pair.cosine(), Format.COSINE), Cell.text(pair.id())))
                        .toList());
    }
}
