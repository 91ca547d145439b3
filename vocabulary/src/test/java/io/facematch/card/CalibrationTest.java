package io.facematch.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.facematch.card.Calibration.Group;
import io.facematch.card.Calibration.GroupPoint;
import io.facematch.card.Calibration.Interval;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

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

    /** The cards of earlier versions, and those that people wrote beside their files. */
    @Test
    void readsACardThatKnowsNoGroups() {
        var json = """
                {"id": "any", "detectors": ["d"], "dataSet": "none", "images": 2, "failuresToEnrol": 0,
                 "genuineComparisons": 1, "impostorComparisons": 1, "equalErrorRate": 0.0, "points": []}""";

        assertThat(JsonMapper.shared().readValue(json, Calibration.class))
                .isEqualTo(new Calibration("any", List.of("d"), "none", 2, 0, 1, 1, 0, List.of()));
    }

    @Test
    void keepsGroupsThroughJson() {
        var groups = List.of(group(3, 40), new Group("gender", "male", null, 0, 0, List.of()));
        var calibration = new Calibration("any", List.of("d"), "none", 2, 0, 1, 1, 0, List.of(), groups);

        var json = JsonMapper.shared().writeValueAsString(calibration);

        assertThat(JsonMapper.shared().readValue(json, Calibration.class)).isEqualTo(calibration);
    }

    @Test
    void refusesAGroupWithMoreErrorsThanComparisons() {
        assertThatIllegalArgumentException().isThrownBy(() -> group(41, 40));
        assertThatIllegalArgumentException().isThrownBy(() -> group(-1, 40));
    }

    private static Group group(long falseMatches, long impostors) {
        var point = new GroupPoint(1e-4, falseMatches, new Interval(0, 0.2), 1, new Interval(0, 1));
        return new Group("gender", "female", 12, 2, impostors, List.of(point));
    }

    private static Calibration.Point point(double falseMatchRate, double cosine) {
        return new Calibration.Point(falseMatchRate, cosine, false, 10, new Calibration.Interval(0, 1), 0);
    }
}
