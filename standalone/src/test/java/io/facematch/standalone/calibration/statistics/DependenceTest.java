package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DependenceTest {

    /** Whoever fails, fails always: two comparisons of a person say no more than one (and four people are few). */
    @Test
    void countsPeopleWhereAPersonAlwaysFails() {
        var errors = new Dependence();
        for (var wrong : new int[] {2, 0, 2, 0}) {
            errors.add(wrong, 2);
        }

        var rate = errors.ofOnePersonEach();

        assertThat(rate.errors()).isEqualTo(4);
        assertThat(rate.comparisons()).isEqualTo(8);
        assertThat(rate.designEffect()).isCloseTo(2 * 4 / 3.0, within(1e-9));
    }

    @Test
    void countsComparisonsWhereNobodyIsHarderThanOthers() {
        var errors = new Dependence();
        for (var person = 0; person < 40; person++) {
            errors.add(1, 10);
        }

        assertThat(errors.ofOnePersonEach().designEffect()).isEqualTo(1);
    }

    /** One of five people is taken for each of the others; the rest are never mixed up. */
    @Test
    void seesThatOnePersonIsBehindAllFalseMatches() {
        var errors = new Dependence();
        for (var falseMatches : new int[] {4, 1, 1, 1, 1}) {
            errors.add(falseMatches, 4);
        }

        var rate = errors.ofTwoPersonsEach();

        assertThat(rate.errors()).isEqualTo(4);
        assertThat(rate.comparisons()).isEqualTo(10);
        assertThat(rate.designEffect()).isCloseTo(2, within(1e-9));
    }

    /** Every person in two of ten comparisons that went wrong, as chance would spread them. */
    @Test
    void takesSpreadFalseMatchesForIndependentOnes() {
        var errors = new Dependence();
        for (var person = 0; person < 5; person++) {
            errors.add(2, 4);
        }

        assertThat(errors.ofTwoPersonsEach()).isEqualTo(Rate.ofIndependent(5, 10));
    }

    @Test
    void saysLittleOfOnePersonAlone() {
        var errors = new Dependence();
        errors.add(3, 6);

        assertThat(errors.ofOnePersonEach().designEffect()).isEqualTo(6);
    }

    @Test
    void leavesOutWhoWasNotCompared() {
        var errors = new Dependence();
        errors.add(0, 0);

        assertThat(errors.ofOnePersonEach().isKnown()).isFalse();
        assertThat(errors.ofTwoPersonsEach().isKnown()).isFalse();
    }

    @Test
    void hasNothingToTellTheDependenceFromWithoutAnError() {
        var errors = new Dependence();
        errors.add(0, 6);
        errors.add(0, 3);

        assertThat(errors.ofOnePersonEach()).isEqualTo(Rate.ofIndependent(0, 9));
    }
}
