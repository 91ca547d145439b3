package io.facematch.api.audit.report.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.api.audit.rollup.histogram.Histogram;
import io.facematch.api.audit.rollup.histogram.Similarities;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StabilityTest {
    private final Random random = new Random(14);

    private Histogram similarities(int count, double mean) {
        var histogram = new Histogram();
        for (int i = 0; i < count; i++) {
            histogram.add(Similarities.bin(Math.clamp(mean + 0.1 * random.nextGaussian(), 0, 1)), 1);
        }
        return histogram;
    }

    @Test
    void theSameIsStable() {
        var some = similarities(5000, 0.7);

        assertThat(Stability.index(some, some)).isZero();
        assertThat(Stability.verdict(Stability.index(similarities(5000, 0.7), similarities(5000, 0.7))))
                .isEqualTo("stable");
    }

    @Test
    void aThirdOfADeviationIsMovingAndMoreIsAShift() {
        assertThat(Stability.verdict(Stability.index(similarities(20_000, 0.66), similarities(20_000, 0.7))))
                .isEqualTo("moving");
        assertThat(Stability.verdict(Stability.index(similarities(20_000, 0.6), similarities(20_000, 0.7))))
                .isEqualTo("shifted");
    }

    /** (0.6 - 0.5) ln(0.6 / 0.5) + (0.4 - 0.5) ln(0.4 / 0.5) */
    @Test
    void isTheSumOverGroups() {
        var baseline = new Histogram();
        baseline.add(20, 500_000);
        baseline.add(180, 500_000);
        var now = new Histogram();
        now.add(20, 600_000);
        now.add(180, 400_000);

        assertThat(Stability.index(now, baseline)).isCloseTo(0.040547, within(1e-5));
    }

    @Test
    void whatTheBaselineNeverHadCounts() {
        var baseline = similarities(5000, 0.9);
        var now = similarities(4500, 0.9);
        now.add(3, 500);

        assertThat(Stability.index(now, baseline)).isPositive();
        assertThat(Stability.index(similarities(1000, 0.1), baseline))
                .isGreaterThan(1)
                .isFinite();
    }

    @Test
    void tellsNothingOfAFew() {
        assertThat(Stability.index(similarities(Stability.FEWEST - 1, 0.7), similarities(5000, 0.7)))
                .isNaN();
        assertThat(Stability.index(similarities(5000, 0.7), new Histogram())).isNaN();
    }
}
