package io.facematch.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void givesEachMeasuredPointTheSimilarityOfItsFalseMatchRate() {
        for (var card : ModelCards.all()) {
            for (var calibration : card.calibrations()) {
                assertThat(calibration.points()).hasSize(5);
                for (var operatingPoint : OperatingPoint.values()) {
                    var cosine = calibration.points().stream()
                            .filter(point -> point.falseMatchRate() == operatingPoint.falseMatchRate())
                            .findFirst()
                            .orElseThrow()
                            .cosine();
                    assertThat(calibration.similarity(cosine)).isCloseTo(operatingPoint.threshold(), within(1e-9));
                }
            }
        }
    }

    /** To the last bit: rounding must not turn away who reaches the threshold. */
    @Test
    void matchesAtTheMeasuredCosineAndNotBelow() {
        for (var card : ModelCards.all()) {
            for (var calibration : card.calibrations()) {
                for (var operatingPoint : OperatingPoint.values()) {
                    var cosine = calibration
                            .at(operatingPoint.falseMatchRate())
                            .orElseThrow()
                            .cosine();

                    assertThat(operatingPoint.decide(calibration.similarity(cosine)))
                            .as("%s at %s", calibration.id(), operatingPoint)
                            .isEqualTo(Decision.MATCH);
                    assertThat(operatingPoint.decide(calibration.similarity(cosine - 1e-4)))
                            .isEqualTo(Decision.NON_MATCH);
                }
            }
        }
    }

    @Test
    void neverFallsAndStaysInRange() {
        for (var card : ModelCards.all()) {
            for (var calibration : card.calibrations()) {
                var last = calibration.similarity(-1);
                assertThat(last).isZero();
                for (var cosine = -1.0; cosine <= 1; cosine += 0.001) {
                    var similarity = calibration.similarity(cosine);
                    assertThat(similarity).isBetween(last, 1.0);
                    last = similarity;
                }
                assertThat(calibration.similarity(1)).isEqualTo(1);
                assertThat(calibration.similarity(1 - 1e-7)).isEqualTo(1);
            }
        }
    }

    @Test
    void refusesPointsThatAreNotMonotone() {
        var lenient = point(1e-3, 0.4);
        var strict = point(1e-4, 0.3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Calibration("any", List.of(), "none", 2, 0, 1, 1, 0, List.of(lenient, strict)));
    }

    private static Calibration.Point point(double falseMatchRate, double cosine) {
        return new Calibration.Point(falseMatchRate, cosine, false, 10, new Calibration.Interval(0, 1), 0);
    }
}
