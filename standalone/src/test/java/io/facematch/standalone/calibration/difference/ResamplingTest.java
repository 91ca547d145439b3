package io.facematch.standalone.calibration.difference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    @Test
    void countsThePairsOfDifferentPersons() {
        // Four photos make six pairs, of which one is of the same person.
        assertThat(Resampling.ofPeople(new long[] {2, 1, 1}).impostors()).isEqualTo(5);
        assertThat(Resampling.ofPairs(3, 7).impostors()).isEqualTo(7);
    }

    @Test
    void countsAPairAsOftenAsItsPeopleWereDrawn() {
        var people = Resampling.ofPeople(new long[] {2, 1, 1});
        var drawn = new int[] {2, 0, 1};

        assertThat(people.times(drawn, 0, 2)).isEqualTo(2);
        assertThat(people.times(drawn, 0, 1)).isZero();
        // Two photos twice, with one photo once.
        assertThat(people.impostors(drawn)).isEqualTo(4);
    }

    @Test
    void drawsAsManyPeopleAsThereAre() {
        var drawn = Resampling.ofPeople(new long[100]).draw(new SplittableRandom(1));

        assertThat(IntStream.of(drawn).sum()).isEqualTo(100);
        assertThat(drawn).contains(0, 1, 2);
    }

    @Test
    void drawsPairsOfTheSameAndOfDifferentPersonsApart() {
        var pairs = Resampling.ofPairs(10, 90);

        var drawn = pairs.draw(new SplittableRandom(1));

        assertThat(IntStream.of(drawn).limit(10).sum()).isEqualTo(10);
        assertThat(IntStream.of(drawn).skip(10).sum()).isEqualTo(90);
        assertThat(pairs.impostors(drawn)).isEqualTo(90);
        assertThat(pairs.times(drawn, 50, 50)).isEqualTo(drawn[50]);
    }
}
