package io.facematch.standalone.calibration.scoring;

import io.facematch.card.Calibration;
import io.facematch.standalone.calibration.scoring.Evidence.FailedPhoto;
import io.facematch.standalone.calibration.scoring.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.TestScores;
import io.facematch.standalone.calibration.statistics.Thresholds;
import io.facematch.verification.Reason;
import java.util.List;

/** What a measurement could have found. */
public final class TestMeasurement {
    private TestMeasurement() {}

    /** @param id of the worst pair */
    public static Measurement of(int impostors, String id) {
        var rates = TestScores.falling(impostors);
        var thresholds = Thresholds.of(rates);
        var evidence = new Evidence(
                9,
                List.of(
                        new FailedPhoto("a.jpg", Reason.TOO_DARK),
                        new FailedPhoto("b.jpg", Reason.NO_FACE),
                        new FailedPhoto("c.jpg", Reason.TOO_DARK)),
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
