package io.facematch.standalone.calibration.scoring;

import io.facematch.card.Calibration;
import io.facematch.face.network.ModelSelection;
import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.statistics.Thresholds;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model measured on a data set.
 *
 * @param calibration what belongs into the model's card
 * @param notes what the numbers do not tell: photos left out, points that can't be given
 */
public record Measurement(
        String model, String detector, Calibration calibration, Evidence evidence, List<String> notes) {

    /** @param name of the data set, the last part of the calibration's id */
    public static Measurement of(ModelSelection models, DataSet data, String name, Evidence evidence) {
        var model = models.embedder().card().id();
        var detector = models.detector().card().id();
        var rates = evidence.rates();
        var thresholds = Thresholds.of(rates);
        var calibration = new Calibration(
                model + "/" + detector + "/" + name,
                List.of(detector),
                name + ": " + data.description(),
                evidence.photos(),
                evidence.failuresToEnrol(),
                rates.genuine(),
                rates.impostors(),
                Thresholds.rounded(rates.equalErrorRate()),
                thresholds.points());
        return new Measurement(
                model,
                detector,
                calibration,
                evidence,
                Stream.concat(data.notes().stream(), thresholds.leftOut().stream())
                        .toList());
    }
}
