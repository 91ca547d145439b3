package io.facematch.standalone.espdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Converts, and requires that a file never takes much more memory than its size, whatever it says. */
final class WatchedConversion {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private WatchedConversion() {}

    static void assertRefused(byte[] file, String words) {
        assertThat(refused(file)).hasMessageContaining(words);
    }

    static UnreadableEspdl refused(byte[] file) {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        var refusal = assertThatExceptionOfType(UnreadableEspdl.class)
                .isThrownBy(() -> EspdlConverter.toOnnx(file))
                .actual();
        assertMemory(file, before);
        return refusal;
    }

    static boolean isConverted(byte[] file) {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            EspdlConverter.toOnnx(file);
            return true;
        } catch (UnreadableEspdl refused) {
            return false;
        } finally {
            assertMemory(file, before);
        }
    }

    private static void assertMemory(byte[] file, long before) {
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes of memory for a file of %d", file.length)
                .isLessThan(20L * file.length + (8 << 20));
    }
}
