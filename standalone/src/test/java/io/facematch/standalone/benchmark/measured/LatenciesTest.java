package io.facematch.standalone.benchmark.measured;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void takesTheNearestRankWhateverTheOrder() {
        var nanos = LongStream.rangeClosed(1, 100)
                .map(millis -> (101 - millis) * 1_000_000)
                .boxed()
                .toList();

        assertThat(Latencies.of(nanos)).isEqualTo(new Latencies(100, 50, 95, 99));
    }

    @Test
    void isThatOfTheOneRequest() {
        assertThat(Latencies.of(List.of(7_000_000L))).isEqualTo(new Latencies(1, 7, 7, 7));
    }
}
