package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {

    /** As R's binom.test gives them; those of rare hits also as exact Poisson limits over the number of trials. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.3084971",
        "5, 10, 0.1870860, 0.8129140",
        "10, 10, 0.6915029, 1",
        "1, 100, 0.0002531460, 0.05445939",
        "10, 1000000, 4.795389e-6, 1.839034e-5",
        "0, 6800000, 0, 5.424811e-7"
    })
    void givesTheIntervalOfClopperAndPearson(long hits, long trials, double low, double high) {
        var interval = Binomial.interval(hits, trials);

        assertThat(interval.low()).isLessThanOrEqualTo(low).isCloseTo(low, within(low * 1e-3));
        assertThat(interval.high()).isGreaterThanOrEqualTo(high - 1e-7 * high).isCloseTo(high, within(high * 1e-3));
    }

    @ParameterizedTest
    @CsvSource({"6, 6803814", "678, 6803814", "67835, 6803814", "6803813, 6803814", "1, 1", "3, 7"})
    void holdsTheObservedRate(long hits, long trials) {
        var interval = Binomial.interval(hits, trials);

        assertThat(hits / (double) trials).isBetween(interval.low(), interval.high());
    }
}
