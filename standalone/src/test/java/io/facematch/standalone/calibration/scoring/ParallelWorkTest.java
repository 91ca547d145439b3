package io.facematch.standalone.calibration.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.calibration.data.UnusableData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelWorkTest {
    private static final int COUNT = 1_000;

    private static final class Taker implements ParallelWork.Worker {
        private final List<Integer> taken = new ArrayList<>();
        private final int refused;
        private boolean closed;

        Taker(int refused) {
            this.refused = refused;
        }

        @Override
        public void take(int number) {
            if (number == refused) {
                throw new UnusableData("not this one");
            }
            taken.add(number);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void takesEachNumberOnce() {
        var progress = new ArrayList<Integer>();

        var takers = ParallelWork.share(COUNT, 4, () -> new Taker(-1), progress::add);

        assertThat(takers).hasSize(4).allMatch(taker -> taker.closed);
        assertThat(takers.stream().flatMap(taker -> taker.taken.stream()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, COUNT).boxed().toList());
        assertThat(progress)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, COUNT).boxed().toList());
    }

    @Test
    void stopsAtTheFirstFailure() {
        var done = new AtomicInteger();

        assertThatExceptionOfType(UnusableData.class)
                .isThrownBy(() -> ParallelWork.share(1_000_000_000, 3, () -> new Taker(10), done::set))
                .withMessage("not this one");
        assertThat(done.get()).isLessThan(1_000_000_000);
    }

    @Test
    void bearsMoreThreadsThanNumbers() {
        assertThat(ParallelWork.share(1, 8, () -> new Taker(-1), done -> {})).hasSize(8);
    }
}
