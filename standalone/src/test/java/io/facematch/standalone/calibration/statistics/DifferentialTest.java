package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.standalone.calibration.statistics.Differential.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferentialTest {
    /** One in a thousand, so that the limit is 1.25 in a thousand. */
    private static final Rate OVERALL = Rate.ofIndependent(1_000, 1_000_000);

    @ParameterizedTest
    @CsvSource({
        "200, 100000, WORSE", // 2.0e-3, from 1.7e-3 on
        "13, 10000, PERHAPS_WORSE", // 1.3e-3, from 0.7e-3 on
        "10, 10000, UNCERTAIN", // 1.0e-3, up to 1.8e-3
        "0, 1000, UNCERTAIN", // up to 3.7e-3
        "0, 0, UNCERTAIN",
        "100, 200000, WITHIN", // 0.5e-3, up to 0.6e-3
    })
    void judgesAGroupByItsInterval(long errors, long comparisons, Finding finding) {
        assertThat(new Differential(OVERALL, List.of()).of(Rate.ofIndependent(errors, comparisons)))
                .isEqualTo(finding);
    }

    /** The same counts, of a few people who are always hard. */
    @Test
    void believesDependentComparisonsLess() {
        assertThat(new Differential(OVERALL, List.of()).of(new Rate(200, 100_000, 40)))
                .isEqualTo(Finding.PERHAPS_WORSE);
    }

    @Test
    void callsNobodyWorseWhereNothingIsWrong() {
        var differential = new Differential(Rate.ofIndependent(0, 1000), List.of(Rate.ofIndependent(0, 500)));

        assertThat(differential.of(Rate.ofIndependent(0, 500))).isEqualTo(Finding.UNCERTAIN);
        assertThat(differential.worst()).isEmpty();
        assertThat(differential.maxOverGeometricMean()).isEmpty();
    }

    @Test
    void findsTheWorstGroup() {
        var differential = new Differential(
                OVERALL,
                List.of(
                        Rate.ofIndependent(0, 0),
                        Rate.ofIndependent(1, 1000),
                        Rate.ofIndependent(3, 1000),
                        Rate.ofIndependent(3, 1000)));

        assertThat(differential.worst()).contains(2);
    }

    @Test
    void dividesTheHighestRateByTheGeometricMean() {
        var ratio = new Differential(OVERALL, List.of(Rate.ofIndependent(1, 1000), Rate.ofIndependent(4, 1000)))
                .maxOverGeometricMean()
                .orElseThrow();

        // 0.004 / sqrt(0.001 * 0.004)
        assertThat(ratio.value()).isCloseTo(2, within(1e-9));
        assertThat(ratio.atLeast()).isFalse();
    }

    /** No error in 3,000 may still be one in 1,000. */
    @Test
    void boundsTheRatioWhereAGroupHasNoError() {
        var ratio = new Differential(OVERALL, List.of(Rate.ofIndependent(0, 3000), Rate.ofIndependent(4, 1000)))
                .maxOverGeometricMean()
                .orElseThrow();

        assertThat(ratio.value()).isCloseTo(2, within(1e-9));
        assertThat(ratio.atLeast()).isTrue();
    }

    @Test
    void comparesNoGroupWithItself() {
        assertThat(new Differential(OVERALL, List.of(Rate.ofIndependent(4, 1000), Rate.ofIndependent(0, 0)))
                        .maxOverGeometricMean())
                .isEmpty();
    }
}
