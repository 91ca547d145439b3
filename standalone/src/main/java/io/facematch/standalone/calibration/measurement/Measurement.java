package io.facematch.standalone.calibration.measurement;

import io.facematch.card.Calibration;
import io.facematch.face.network.ModelSelection;
import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.decision.GroupErrors;
import io.facematch.standalone.calibration.decision.Limit;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.scoring.Comparisons;
import io.facematch.standalone.calibration.scoring.Evidence;
import io.facematch.standalone.calibration.statistics.Sufficiency;
import io.facematch.standalone.calibration.statistics.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model measured on a data set.
 *
 * @param calibration what belongs into the model's card
 * @param inUse the calibration that the model has now; empty when it has none
 * @param people that were compared; empty where the data do not say who is on a photo
 * @param errors at the operating points in use, then at those of the new calibration
 * @param against another model; empty when none was asked for
 * @param notes what the numbers do not tell: photos left out, points that can't be given
 */
public record Measurement(
        String model,
        String detector,
        Calibration calibration,
        Optional<Calibration> inUse,
        Evidence evidence,
        OptionalInt people,
        List<LimitErrors> errors,
        Optional<Against> against,
        List<String> notes) {

    public Measurement {
        errors = List.copyOf(errors);
        notes = List.copyOf(notes);
    }

    /** What the calibration will be called. */
    public static String id(ModelSelection models, String name, Anchor anchor) {
        return models.embedder().card().id() + "/" + models.detector().card().id() + "/" + name + anchor.suffix();
    }

    /** @param name of the data set, the last part of the calibration's id */
    public static Measurement of(
            ModelSelection models, DataSet data, String name, Anchor anchor, Comparisons comparisons) {
        var model = models.embedder().card().id();
        var detector = models.detector().card().id();
        var evidence = comparisons.evidence();
        var rates = evidence.rates();
        var thresholds = anchor.thresholds(evidence, data.groups());
        var inUse = Optional.ofNullable(models.measured());
        var calibration = new Calibration(
                id(models, name, anchor),
                List.of(detector),
                name + ": " + data.description() + anchor.description(),
                evidence.photos(),
                evidence.failuresToEnrol(),
                rates.genuine(),
                rates.impostors(),
                Thresholds.rounded(rates.equalErrorRate()),
                thresholds.points());
        var limits = Stream.concat(
                        inUse.stream().flatMap(used -> Limit.inUse(used).stream()),
                        Limit.measured(calibration).stream())
                .toList();
        var errors = comparisons.errorsAt(limits);
        return new Measurement(
                model,
                detector,
                calibration.with(CalibrationGroups.of(
                        errors.stream().filter(at -> !at.limit().inUse()).toList())),
                inUse,
                evidence,
                comparisons.people(),
                errors,
                Optional.empty(),
                Stream.of(data.notes(), thresholds.leftOut(), anchor.notes(evidence, data.groups()))
                        .flatMap(List::stream)
                        .toList());
    }

    public Measurement with(Against other) {
        return new Measurement(
                model, detector, calibration, inUse, evidence, people, errors, Optional.of(other), notes);
    }

    /** What the data are too few for, a sentence each. */
    public List<String> cautions() {
        var sufficiency = new Sufficiency(
                people, evidence.rates().genuine(), evidence.rates().impostors());
        var cautions = new ArrayList<>(sufficiency.cautions());
        if (errors.isEmpty() && !evidence.groupRates().isEmpty()) {
            cautions.add("There is no operating point to show the groups at.");
        }
        var small = errors.stream()
                .limit(1)
                .flatMap(first -> first.groups().stream())
                .filter(GroupErrors::isOneGroup)
                .filter(GroupErrors::isOfTooFewPeople)
                .map(group -> String.format(Locale.ROOT, "%s (%d)", group.group(), group.people()))
                .collect(Collectors.joining(", "));
        if (!small.isEmpty()) {
            cautions.add("Groups of fewer than " + Sufficiency.LEAST_PEOPLE + " people are not judged: " + small + ".");
        }
        return cautions;
    }

    @Override
    public String toString() {
        return "Measurement[" + calibration.id() + ", " + evidence + "]";
    }
}
