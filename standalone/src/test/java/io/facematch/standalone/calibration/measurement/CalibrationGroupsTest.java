package io.facematch.standalone.calibration.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration.Group;
import io.facematch.card.Calibration.GroupPoint;
import io.facematch.standalone.calibration.decision.GroupErrors;
import io.facematch.standalone.calibration.decision.Limit;
import io.facematch.standalone.calibration.decision.LimitErrors;
import io.facematch.standalone.calibration.statistics.Rate;
import io.facematch.verification.OperatingPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationGroupsTest {

    @Test
    void keepsTheCountsOfEachGroupAtEachOperatingPoint() {
        var standard = errors(OperatingPoint.STANDARD, 20, 4);
        var strict = errors(OperatingPoint.STRICT, 2, 8);

        var groups = CalibrationGroups.of(List.of(standard, strict));

        assertThat(groups)
                .containsExactly(
                        new Group("sex", "f", 40, 90, 5_000, List.of(point(1e-4, 20, 4), point(1e-5, 2, 8))),
                        new Group("sex", "m", null, 90, 5_000, List.of(point(1e-4, 20, 4), point(1e-5, 2, 8))));
    }

    @Test
    void hasNoneWithoutAnOperatingPoint() {
        assertThat(CalibrationGroups.of(List.of())).isEmpty();
    }

    private static GroupPoint point(double falseMatchRate, int falseMatches, int falseNonMatches) {
        return new GroupPoint(
                falseMatchRate,
                falseMatches,
                Rate.ofIndependent(falseMatches, 5_000).interval(),
                falseNonMatches,
                Rate.ofIndependent(falseNonMatches, 90).interval());
    }

    private static LimitErrors errors(OperatingPoint point, int falseMatches, int falseNonMatches) {
        var matches = Rate.ofIndependent(falseMatches, 5_000);
        var nonMatches = Rate.ofIndependent(falseNonMatches, 90);
        return new LimitErrors(
                new Limit(point, 0.5, false),
                matches,
                nonMatches,
                List.of(
                        new GroupErrors("sex", "f", "f", 40, matches, nonMatches),
                        new GroupErrors("sex", "f", "m", 80, matches, Rate.ofIndependent(0, 0)),
                        new GroupErrors("sex", "m", "m", null, matches, nonMatches)));
    }
}
