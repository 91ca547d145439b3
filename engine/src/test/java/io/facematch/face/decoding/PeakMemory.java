package io.facematch.face.decoding;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process held at once, heap and native alike. */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESTART = Path.of("/proc/self/clear_refs");

    private PeakMemory() {}

    /** What is held now; the peak is counted from here on. */
    static long restart() throws IOException {
        assumeTrue(Files.isWritable(RESTART), "only Linux tells the peak of a process");
        Files.writeString(RESTART, "5");
        return megabytes();
    }

    static long megabytes() throws IOException {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) >> 10)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
