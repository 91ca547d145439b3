package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorRatesTest {
    private static final ErrorRates RATES = new TestScores()
            .genuine(0.2, 0.5, 0.6, 0.9)
            .impostors(-0.4, -0.2, -0.1, 0, 0, 0.1, 0.1, 0.15, 0.3, 0.55)
            .rates();

    @ParameterizedTest
    @CsvSource({"-1, 10, 0", "-0.2, 9, 0", "0.15, 3, 0", "0.2, 2, 0", "0.2001, 2, 1", "0.55, 1, 2", "0.9001, 0, 4"})
    void countsWhatReachesAThresholdAsMatched(double cosine, long falseMatches, long falseNonMatches) {
        var step = ErrorRates.step(cosine);

        assertThat(RATES.falseMatches(step)).isEqualTo(falseMatches);
        assertThat(RATES.falseNonMatches(step)).isEqualTo(falseNonMatches);
        assertThat(RATES.falseMatchRate(step)).isEqualTo(falseMatches / 10.0);
        assertThat(RATES.falseNonMatchRate(step)).isEqualTo(falseNonMatches / 4.0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, -1",
        "0.9, -0.3999",
        "0.3, 0.1001",
        // Two share a cosine: either both match or none.
        "0.4, 0.1001",
        "0.5, 0.0001",
        "0.2, 0.1501",
        "0.1, 0.3001",
        "0.0999, 0.5501",
        "1e-6, 0.5501"
    })
    void findsTheLowestThresholdThatKeepsTheRate(double falseMatchRate, double cosine) {
        assertThat(ErrorRates.cosine(RATES.threshold(falseMatchRate))).isEqualTo(cosine);
    }

    @Test
    void hasNoErrorsWhereAllGenuineAreAboveAllImpostors() {
        assertThat(new TestScores()
                        .genuine(0.5, 0.6)
                        .impostors(0.1, 0.4)
                        .rates()
                        .equalErrorRate())
                .isZero();
    }

    @Test
    void findsWhereBothRatesAreEqual() {
        // At 0.3 one of four genuine is missed, one of four impostors passes.
        assertThat(new TestScores()
                        .genuine(0.1, 0.4, 0.5, 0.6)
                        .impostors(-0.1, 0, 0.2, 0.35)
                        .rates()
                        .equalErrorRate())
                .isEqualTo(0.25);
    }

    @Test
    void takesTheMeanWhereTheRatesOnlyComeNear() {
        // Above 0.2: 1 of 4 genuine missed, 2 of 10 impostors pass.
        assertThat(RATES.equalErrorRate()).isEqualTo((0.25 + 0.2) / 2);
    }
}
