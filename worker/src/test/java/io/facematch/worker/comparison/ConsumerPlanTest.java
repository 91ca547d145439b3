package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.queue.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class ConsumerPlanTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest(name = "{0} threads, heap of {1} MiB: {2} and {3} threads, prefetch {4}")
    @CsvSource({
        "2,  384, 2,  1, 4",
        "2,  512, 2,  2, 3",
        "4,  832, 4,  4, 3",
        "4, 1024, 4,  4, 4",
        "8, 1472, 8,  8, 2",
        "8, 4096, 8,  8, 4",
    })
    void holdsAsMuchAsTheHeapAllows(int threads, int heap, int small, int large, int prefetch) {
        var plan = plan(threads, heap);

        assertThat(plan.smallThreads()).isEqualTo(small);
        assertThat(plan.largeThreads()).isEqualTo(large);
        assertThat(plan.smallPrefetch()).isEqualTo(prefetch);
        assertThat(plan.isTooLargeFor(heap * MIB)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "1, 256", "2, 300", "2, 384", "16, 512", "16, 4096", "256, 1024", "256, 65536"})
    void staysWithinItsShareWhereverOneOfEachFits(int threads, int heap) {
        var plan = plan(threads, heap);
        var held = 16
                        * MIB
                        * (2
                                + 2
                                + 1
                                + plan.largeThreads() * (Topology.largeLanes().size() + 1))
                + MIB
                        / 2
                        * plan.smallThreads()
                        * (1
                                + (long) plan.smallPrefetch()
                                        * Topology.smallLanes().size());

        assertThat(plan.bytes()).isEqualTo(held);
        assertThat(plan.isTooLargeFor(heap * MIB)).isEqualTo(held > 0.45 * heap * MIB);
        if (plan.isTooLargeFor(heap * MIB)) {
            assertThat(plan.largeThreads()).isEqualTo(1);
            assertThat(plan.smallPrefetch()).isEqualTo(1);
            assertThat(ConsumerPlan.of(settings(threads), plan.leastHeap()).isTooLargeFor(plan.leastHeap()))
                    .isFalse();
        }
    }

    @Test
    void neverHoldsMoreSmallPairsThanItIsToldTo() {
        assertThat(ConsumerPlan.of(new WorkerSettings(2, 1, 4, 2, DataSize.ofMegabytes(16)), 8192 * MIB)
                        .smallPrefetch())
                .isEqualTo(2);
    }

    private static ConsumerPlan plan(int threads, int heap) {
        return ConsumerPlan.of(settings(threads), heap * MIB);
    }

    private static WorkerSettings settings(int threads) {
        return new WorkerSettings(threads, 1, 4, 4, DataSize.ofMegabytes(16));
    }
}
