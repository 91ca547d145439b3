package io.facematch.api.audit.rollup.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.facematch.api.audit.rollup.histogram.Latencies.Measure;
import io.facematch.api.audit.rollup.histogram.Latencies.OutcomeClass;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    private final Random random = new Random(14);

    @Test
    void countsWhatWasAdded() {
        var histogram = new Histogram();
        var expected = new TreeMap<Integer, Long>();
        for (int i = 0; i < 5000; i++) {
            var bin = random.nextInt(300);
            var count = random.nextInt(3);
            histogram.add(bin, count);
            expected.merge(bin, (long) count, Long::sum);
        }
        expected.values().removeIf(count -> count == 0);

        assertThat(counts(histogram)).isEqualTo(expected);
        assertThat(histogram.total())
                .isEqualTo(expected.values().stream().mapToLong(n -> n).sum());
        assertThat(histogram.below(100))
                .isEqualTo(expected.headMap(100).values().stream()
                        .mapToLong(n -> n)
                        .sum());
        assertThat(histogram.count(expected.firstKey())).isEqualTo(expected.get(expected.firstKey()));
        assertThat(histogram.count(300)).isZero();
    }

    @Test
    void sumsDoNotDependOnTheirOrder() {
        var some = Stream.generate(this::latencies).limit(6).toList();
        var oneByOne = new Latencies();
        some.forEach(oneByOne::add);
        var packed = new Latencies();
        some.reversed().forEach(latencies -> packed.add(latencies.packed()));
        var halves = new Latencies();
        for (var half : List.of(some.subList(3, 6), some.subList(0, 3))) {
            var sum = new Latencies();
            half.forEach(sum::add);
            halves.add(sum);
        }

        assertThat(packed.packed()).isEqualTo(oneByOne.packed());
        assertThat(halves.packed()).isEqualTo(oneByOne.packed());
        assertThat(oneByOne.ofAll(Measure.QUEUE).total()).isEqualTo(600);
    }

    private Latencies latencies() {
        var latencies = new Latencies();
        for (int i = 0; i < 100; i++) {
            for (var measure : Measure.values()) {
                latencies.add(List.of(OutcomeClass.values()).get(i % 3), measure, milliseconds());
            }
        }
        return latencies;
    }

    /** From a hundredth of a millisecond to a day. */
    private double milliseconds() {
        return Math.exp(random.nextDouble(Math.log(0.0101), Math.log(86_400_000)));
    }

    @Test
    void readsWhatItWrote() {
        var similarities = new Similarities();
        similarities.matches().add(199, Long.MAX_VALUE / 4);
        similarities.matches().add(0, 127);
        similarities.matches().add(1, 128);
        similarities.nonMatches().add(100, 1);
        var read = new Similarities();
        read.add(similarities.packed());

        assertThat(counts(read.matches())).isEqualTo(counts(similarities.matches()));
        assertThat(counts(read.nonMatches())).isEqualTo(counts(similarities.nonMatches()));
    }

    @Test
    void doesNotReadTheFormOfALaterVersion() {
        var packed = new Similarities().packed();
        packed[0]++;

        assertThatIllegalStateException().isThrownBy(() -> new Similarities().add(packed));
    }

    /** Against the nearest rank in the sorted values. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 10_000})
    void quantilesAreWithinTwoPercent(int size) {
        for (int i = 0; i < 20; i++) {
            var values = DoubleStream.generate(this::milliseconds).limit(size).toArray();
            var histogram = new Histogram();
            Arrays.stream(values).forEach(value -> histogram.add(LatencyBins.of(value), 1));
            Arrays.sort(values);
            for (var part : new double[] {0.0001, 0.25, 0.5, 0.9, 0.95, 0.99, 1}) {
                var exact = values[(int) Math.ceil(part * size) - 1];

                assertThat(LatencyBins.milliseconds(histogram.quantile(part)))
                        .isCloseTo(exact, within(exact * 0.02 * (1 + 1e-9)));
            }
        }
    }

    @Test
    void nothingHasNoQuantile() {
        assertThatIllegalStateException().isThrownBy(() -> new Histogram().quantile(0.5));
    }

    @Test
    void timesBeyondTheBinsAreInTheOutermost() {
        assertThat(LatencyBins.of(0)).isZero();
        assertThat(LatencyBins.of(0.01)).isZero();
        assertThat(LatencyBins.milliseconds(0)).isZero();
        assertThat(LatencyBins.of(Double.MAX_VALUE)).isEqualTo(LatencyBins.of(366.0 * 86_400_000));
        assertThat(IntStream.range(1, 900).mapToDouble(LatencyBins::milliseconds))
                .isSorted();
    }

    /** Where a threshold is an edge, the bins tell exactly what is below it. */
    @Test
    void aSimilarityIsNotBelowAnEdgeWhenItsBinIsNot() {
        for (int edge = 0; edge <= 200; edge++) {
            var threshold =
                    new BigDecimal(edge).movePointLeft(2).divide(BigDecimal.TWO).doubleValue();
            for (var similarity :
                    new double[] {threshold, Math.nextDown(threshold), Math.nextUp(threshold), random.nextDouble()}) {
                if (similarity >= 0 && similarity <= 1) {
                    assertThat(Similarities.bin(similarity)).isBetween(0, 200);
                    assertThat(Similarities.bin(similarity) >= edge)
                            .as(similarity + " at " + threshold)
                            .isEqualTo(similarity >= threshold);
                }
            }
        }
    }

    private static Map<Integer, Long> counts(Histogram histogram) {
        var counts = new TreeMap<Integer, Long>();
        histogram.forEach((bin, count) -> counts.put(bin, count));
        return counts;
    }
}
