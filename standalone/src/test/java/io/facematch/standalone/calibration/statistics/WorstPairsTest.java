package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorstPairsTest {

    @Test
    void keepsTheMostExtremeFirst() {
        var lowest = WorstPairs.lowest();
        var highest = WorstPairs.highest();
        for (var number = 0; number < 100; number++) {
            var pair = new WorstPairs.Pair(number / 100.0, number, number + 1);
            lowest.add(pair);
            highest.add(pair);
        }

        assertThat(lowest.list())
                .hasSize(WorstPairs.KEPT)
                .extracting(WorstPairs.Pair::one)
                .startsWith(0, 1, 2);
        assertThat(highest.list())
                .hasSize(WorstPairs.KEPT)
                .extracting(WorstPairs.Pair::one)
                .startsWith(99, 98, 97);
    }

    @Test
    void keepsTheSameOfEqualOnesInWhateverOrderAndShareTheyCome() {
        var pairs = new ArrayList<WorstPairs.Pair>();
        for (var number = 0; number < 60; number++) {
            pairs.add(new WorstPairs.Pair(0.5, number, 100));
        }
        var random = new Random(1);
        List<WorstPairs.Pair> first = null;
        for (var round = 0; round < 20; round++) {
            Collections.shuffle(pairs, random);
            var one = WorstPairs.highest();
            var other = WorstPairs.highest();
            for (var pair : pairs) {
                (random.nextBoolean() ? one : other).add(pair);
            }
            one.add(other);
            first = first == null ? one.list() : first;
            assertThat(one.list()).isEqualTo(first);
        }
        assertThat(first).extracting(WorstPairs.Pair::one).startsWith(0, 1, 2);
    }
}
