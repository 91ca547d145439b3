package io.facematch.standalone.calibration.measurement;

import io.facematch.face.network.ModelSelection;
import io.facematch.standalone.calibration.decision.Limit;
import io.facematch.standalone.calibration.difference.ModelDifference;
import io.facematch.standalone.calibration.scoring.Comparisons;
import java.util.List;

/**
 * How the measured model does beside another one.
 *
 * @param inUse whether both have a calibration, so that they can be compared as they decide now
 * @param difference of the measured model to the other one
 * @param onlyMeasured completed comparisons of the measured model that the other one could not make
 * @param onlyOther completed comparisons of the other one that the measured model could not make
 */
public record Against(String model, boolean inUse, ModelDifference difference, long onlyMeasured, long onlyOther) {

    public static Against of(
            ModelSelection models, Comparisons comparisons, ModelSelection others, Comparisons othersComparisons) {
        var inUse = models.measured() != null && others.measured() != null;
        var difference = comparisons.differenceTo(
                othersComparisons,
                inUse ? Limit.inUse(models.calibration()) : List.of(),
                inUse ? Limit.inUse(others.calibration()) : List.of());
        return new Against(
                others.embedder().card().id(),
                inUse,
                difference,
                comparisons.evidence().completed() - difference.common(),
                othersComparisons.evidence().completed() - difference.common());
    }
}
