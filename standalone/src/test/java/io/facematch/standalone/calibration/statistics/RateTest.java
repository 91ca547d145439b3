package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.facematch.card.Calibration.Interval;
import org.junit.jupiter.api.Test;

class RateTest {

    @Test
    void hasTheExactIntervalOfIndependentComparisons() {
        var rate = Rate.ofIndependent(2, 5);

        assertThat(rate.value()).isEqualTo(0.4);
        assertThat(rate.interval()).isEqualTo(Binomial.interval(2, 5)).isEqualTo(new Interval(0.05274, 0.8534));
    }

    /** Four errors in ten comparisons, of which two say as much as one: as two in five. */
    @Test
    void isLessSureWhereComparisonsDepend() {
        assertThat(new Rate(4, 10, 2).interval()).isEqualTo(Binomial.interval(2, 5));
        assertThat(new Rate(4, 10, 2).value()).isEqualTo(0.4);
    }

    @Test
    void knowsNothingWithoutAComparison() {
        assertThat(Rate.ofIndependent(0, 0).isKnown()).isFalse();
        assertThat(Rate.ofIndependent(0, 0).interval()).isEqualTo(new Interval(0, 1));
    }

    @Test
    void boundsARateWithoutAnError() {
        assertThat(Rate.ruleOfThree(300)).isEqualTo(0.01);
        assertThat(Rate.ruleOfThree(2)).isEqualTo(1);
        // What the rule stands for: the upper end that has a probability of 5 %.
        assertThat(Math.pow(1 - Rate.ruleOfThree(300), 300)).isBetween(0.045, 0.05);
    }

    @Test
    void refusesMoreErrorsThanComparisons() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.ofIndependent(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 2, 0.5));
    }
}
