package io.facematch.api.submission.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImageMemoryTest {
    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final long MIB = 1 << 20;

    private final ImageMemory memory = new ImageMemory(10 * MIB);

    @Test
    void givesNoMoreThanItHas() {
        var first = memory.tryReserve(6 * MIB).orElseThrow();
        assertThat(memory.tryReserve(4 * MIB + 1)).isEmpty();
        var second = memory.tryReserve(4 * MIB).orElseThrow();
        assertThat(memory.tryReserve(1)).isEmpty();

        first.close();
        first.close();
        assertThat(memory.tryReserve(6 * MIB + 1)).as("given back once").isEmpty();
        assertThat(memory.tryReserve(6 * MIB)).isPresent();
        second.close();
        assertThat(memory.tryReserve(4 * MIB)).isPresent();
    }

    @Test
    void letsInWhatIsLargerThanAllWhenHalfIsFree() throws InterruptedException {
        var large = memory.reserve(100 * MIB, NOT_AT_ALL);
        assertThat(large).isPresent();
        assertThat(memory.reserve(100 * MIB, NOT_AT_ALL)).isPresent();
        assertThat(memory.reserve(1, NOT_AT_ALL)).isEmpty();
    }
}
