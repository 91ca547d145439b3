package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SufficiencyTest {

    @Test
    void saysWhatAHandfulOfPeopleIsTooFewFor() {
        var cautions = new Sufficiency(OptionalInt.of(12), 36, 594).cautions();

        assertThat(cautions)
                .containsExactly(
                        "12 people are too few: from fewer than 30, the rates say little of other people.",
                        "594 comparisons of different persons can measure a false match rate down to 1.7e-2 (ten false"
                                + " matches). Below that lie standard (1e-4), strict (1e-5) and maximum (1e-6). Even if none of"
                                + " them matched, the rate could be 5.1e-3 (three in 594).",
                        "36 comparisons of the same person are too few for a false non-match rate of 1 %: even if all of"
                                + " them matched, the rate could be 8.3 % (three in 36).");
    }

    @Test
    void namesOnlyTheOperatingPointsThatAreTooStrict() {
        assertThat(new Sufficiency(OptionalInt.of(1711), 24_565, 6_837_095).cautions())
                .hasSize(1)
                .first()
                .asString()
                .contains("down to 1.5e-6", ". Below that lies maximum (1e-6).");
    }

    @Test
    void isContentWithEnough() {
        assertThat(new Sufficiency(OptionalInt.of(30), 300, 10_000_000).cautions())
                .isEmpty();
        assertThat(new Sufficiency(OptionalInt.empty(), 300, 10_000_000).cautions())
                .isEmpty();
    }

    @Test
    void beginsToComplainOneBelow() {
        assertThat(new Sufficiency(OptionalInt.of(29), 299, 9_999_999).cautions())
                .hasSize(3);
    }
}
