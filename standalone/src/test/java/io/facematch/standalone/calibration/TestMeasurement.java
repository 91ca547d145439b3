package io.facematch.standalone.calibration;

import io.facematch.model.Calibration;
import io.facematch.standalone.calibration.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.TestScores;
import io.facematch.standalone.calibration.statistics.Thresholds;
import io.facematch.verification.Reason;
import java.util.List;
import java.util.Map;

/** What a measurement could have found. */
public final class TestMeasurement {
    private TestMeasurement() {}

    /** @param id of the worst pair */
    public static Measurement of(int impostors, String id) {
        var rates = TestScores.falling(impostors);
        var thresholds = Thresholds.of(rates);
        var evidence = new Evidence(
                9,
                Map.of(Reason.TOO_DARK, 2, Reason.NO_FACE, 1),
                5,
                impostors + 7L,
                rates,
                List.of(new ScoredPair(id, 0.35)),
                List.of(new ScoredPair(id, 0.5)));
        var calibration = new Calibration(
                "model/detector/data",
                List.of("detector"),
                "data: " + id,
                evidence.photos(),
                evidence.failuresToEnrol(),
                rates.genuine(),
                rates.impostors(),
                rates.equalErrorRate(),
                thresholds.points());
        return new Measurement("model", "detector", calibration, evidence, thresholds.leftOut());
    }
}
