package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CosineHistogramTest {

    @Test
    void countsEachPublishedThresholdAsReachedAndTheNextSmallerNumberAsNot() {
        for (var step = CosineHistogram.LOWEST; step <= CosineHistogram.STEPS; step++) {
            var published = Double.parseDouble("%d.%04d".formatted(Math.abs(step) / 10_000, Math.abs(step) % 10_000))
                    * Integer.signum(step);
            assertThat(CosineHistogram.cosine(step)).isEqualTo(published);
            assertThat(CosineHistogram.step(published)).isEqualTo(step);
            assertThat(CosineHistogram.step(Math.nextDown(published))).isEqualTo(step - 1);
        }
    }

    @Test
    void sumsFromTheHighestCosineDown() {
        var histogram = new CosineHistogram();
        histogram.add(-1);
        histogram.add(0.5);
        var other = new CosineHistogram();
        other.add(0.5);
        other.add(1);
        histogram.add(other);

        var sums = histogram.atOrAbove();

        assertThat(sums).hasSize(CosineHistogram.BEYOND - CosineHistogram.LOWEST + 1);
        assertThat(sums[0]).isEqualTo(4);
        assertThat(sums[5_000 - CosineHistogram.LOWEST]).isEqualTo(3);
        assertThat(sums[5_001 - CosineHistogram.LOWEST]).isEqualTo(1);
        assertThat(sums[CosineHistogram.BEYOND - CosineHistogram.LOWEST]).isZero();
    }
}
