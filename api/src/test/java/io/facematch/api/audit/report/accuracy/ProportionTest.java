package io.facematch.api.audit.report.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact interval of a proportion. */
class ProportionTest {
    /**
     * The first four are those of Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine
     * 17 (1998), table I, method 5.
     */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2527, 0.3676",
        "15, 148, 0.0578, 0.1617",
        "0, 20, 0.0000, 0.1684",
        "1, 29, 0.0009, 0.1776",
        "5, 10, 0.1871, 0.8129",
        "10, 10, 0.6915, 1.0000"
    })
    void isThatOfTheLiterature(int hits, int cases, double low, double high) {
        var proportion = new Proportion(hits, cases);

        assertThat(proportion.low()).isCloseTo(low, within(5e-5));
        assertThat(proportion.high()).isCloseTo(high, within(5e-5));
        assertThat(proportion.share()).isEqualTo((double) hits / cases);
    }

    /** Where there is no hit, the upper end has a closed form: (1 - high)^n = 0.025. */
    @ParameterizedTest
    @CsvSource({"1", "30", "1000000", "1000000000"})
    void theEndsHaveTheirClosedForm(long cases) {
        var high = -Math.expm1(Math.log(0.025) / cases);

        assertThat(new Proportion(0, cases).high()).isCloseTo(high, within(high * 1e-3));
        assertThat(new Proportion(cases, cases).low()).isCloseTo(1 - high, within(high * 1e-3));
    }

    @Test
    void mirrorsItself() {
        var proportion = new Proportion(3, 4000);
        var mirrored = new Proportion(3997, 4000);

        assertThat(proportion.low()).isCloseTo(1 - mirrored.high(), within(1e-9));
        assertThat(proportion.high()).isCloseTo(1 - mirrored.low(), within(1e-9));
    }

    @Test
    void saysNothingOfNoCases() {
        var none = new Proportion(0, 0);

        assertThat(none.share()).isNaN();
        assertThat(none.low()).isNaN();
        assertThat(none.high()).isNaN();
    }

    @Test
    void refusesMoreHitsThanCases() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Proportion(2, 1));
    }
}
