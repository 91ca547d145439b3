package io.facematch.standalone.calibration.measurement;

import io.facematch.card.Calibration;
import io.facematch.standalone.calibration.decision.GroupErrors;
import io.facematch.standalone.calibration.decision.Limit;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.difference.Difference;
import io.facematch.standalone.calibration.difference.Difference.Interval;
import io.facematch.standalone.calibration.difference.Difference.Missed;
import io.facematch.standalone.calibration.difference.Difference.Side;
import io.facematch.standalone.calibration.difference.ModelDifference;
import io.facematch.standalone.calibration.scoring.Evidence;
import io.facematch.standalone.calibration.scoring.Evidence.FailedPhoto;
import io.facematch.standalone.calibration.scoring.Evidence.ScoredPair;
import io.facematch.standalone.calibration.statistics.Rate;
import io.facematch.standalone.calibration.statistics.TestScores;
import io.facematch.standalone.calibration.statistics.Thresholds;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
                List.of(),
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
        return new Measurement(
                "model",
                "detector",
                calibration,
                Optional.empty(),
                evidence,
                OptionalInt.of(6),
                List.of(),
                Optional.empty(),
                thresholds.leftOut());
    }

    /**
     * At the operating point {@code standard} in use, with two groups of {@code sex}: people of the first are taken for
     * each other far too often, and the second, where nobody is, has few people.
     */
    public static Measurement grouped(int impostors, String first, String second) {
        var plain = of(impostors, "any");
        var inUse = new Calibration(
                "model/other-detector/before", List.of("other-detector"), "none", 2, 0, 1, 1, 0, List.of());
        var errors = new LimitErrors(
                new Limit(OperatingPoint.STANDARD, 0.41, true),
                Rate.ofIndependent(200, 2_000_000),
                Rate.ofIndependent(10, 1_000),
                List.of(
                        group(first, first, 400, Rate.ofIndependent(150, 500_000), Rate.ofIndependent(9, 600)),
                        group(first, second, 412, Rate.ofIndependent(50, 1_400_000), Rate.ofIndependent(0, 0)),
                        group(second, second, 12, Rate.ofIndependent(0, 3_000), Rate.ofIndependent(1, 400))));
        return new Measurement(
                plain.model(),
                plain.detector(),
                plain.calibration(),
                Optional.of(inUse),
                plain.evidence(),
                plain.people(),
                List.of(errors),
                Optional.empty(),
                plain.notes());
    }

    private static GroupErrors group(String one, String other, int people, Rate falseMatches, Rate falseNonMatches) {
        return new GroupErrors("sex", one, other, people, falseMatches, falseNonMatches);
    }

    /** The measured model misses fewer at an FMR of 1e-3; at 1e-4 nobody can tell, and in use too few people differ. */
    public static Measurement against(String other) {
        var inUse = new Difference(
                OptionalDouble.empty(),
                new Side(0.3, 5, 20),
                new Side(0.4, 6, 22),
                1000,
                new Missed(1, 3, 4),
                Optional.empty());
        var shown = new Difference(
                OptionalDouble.of(1e-3),
                new Side(0.35, 20, 30),
                new Side(0.45, 20, 50),
                1000,
                new Missed(10, 30, 25),
                Optional.of(new Interval(-0.03, -0.011)));
        var hidden = new Difference(
                OptionalDouble.of(1e-4),
                new Side(0.36, 2, 60),
                new Side(0.46, 2, 55),
                1000,
                new Missed(20, 15, 25),
                Optional.of(new Interval(-0.004, 0.0131)));
        return of(20_000, "any")
                .with(new Against(
                        other, true, new ModelDifference(1000, 20_000, List.of(inUse), List.of(shown, hidden)), 7, 3));
    }
}
