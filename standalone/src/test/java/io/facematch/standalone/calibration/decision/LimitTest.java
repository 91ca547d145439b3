package io.facematch.standalone.calibration.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration;
import io.facematch.card.Calibration.Interval;
import io.facematch.card.Calibration.Point;
import io.facematch.card.ModelCards;
import io.facematch.verification.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitTest {

    /** To the last bit, so that the counts are those of the product's decisions. */
    @Test
    void isTheLowestCosineThatTheProductCallsAMatch() {
        for (var card : ModelCards.all()) {
            for (var calibration : card.calibrations()) {
                assertThat(Limit.inUse(calibration)).hasSize(3).allSatisfy(limit -> {
                    assertThat(decision(calibration, limit, limit.cosine())).isEqualTo(Decision.MATCH);
                    assertThat(decision(calibration, limit, Math.nextDown(limit.cosine())))
                            .isEqualTo(Decision.NON_MATCH);
                });
                assertThat(Limit.measured(calibration))
                        .extracting(Limit::cosine)
                        .isEqualTo(calibration.points().stream()
                                .skip(2)
                                .map(Point::cosine)
                                .toList());
            }
        }
    }

    private static Decision decision(Calibration calibration, Limit limit, double cosine) {
        return limit.point().decide(calibration.similarity(cosine));
    }

    /** A calibration of few photos has no point at 1e-4; the product then decides between the points that it has. */
    @Test
    void liesBetweenPointsWhereACalibrationHasNoneForIt() {
        var calibration = new Calibration(
                "few",
                List.of("d"),
                "few",
                2,
                0,
                1,
                100,
                0,
                List.of(new Point(1e-2, 0.5, true, 1, new Interval(0, 1), 0)));

        // From similarity 0.5 at cosine 0.5 to 1 at 1.
        assertThat(Limit.inUse(calibration)).extracting(Limit::cosine).containsExactly(0.7, 0.8, 0.9);
        assertThat(Limit.measured(calibration)).isEmpty();
    }
}
