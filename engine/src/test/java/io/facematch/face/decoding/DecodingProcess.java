package io.facematch.face.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.decoding.Decoding.Decoded;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Decodes one file in a JVM with the product's heap, and tells what that took. */
final class DecodingProcess {
    private static final String HEAP = "-Xmx384m";
    private static final Path STATUS = Path.of("/proc/self/status");

    private DecodingProcess() {}

    /**
     * @param megabytes the most memory that the process held, native and heap
     * @param time of the processor, for decoding alone
     */
    record Effort(long megabytes, Duration time) {}

    /** Fails when the process ends without an image. */
    static Effort decode(Path file) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DecodingProcess.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        var numbers = said.lines().toList().getLast().split(" ", -1);
        return new Effort(Long.parseLong(numbers[0]), Duration.ofNanos(Long.parseLong(numbers[1])));
    }

    /** Prints megabytes and nanoseconds; ends with 1 when there is no image in the file. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        var file = Files.readAllBytes(Path.of(arguments[0]));
        var thread = ManagementFactory.getThreadMXBean();
        var start = thread.getCurrentThreadCpuTime();
        var decoding = new ImageDecoder(DecodingLimits.DEFAULTS).decode(file);
        var nanoseconds = thread.getCurrentThreadCpuTime() - start;
        if (!(decoding instanceof Decoded)) {
            System.exit(1);
        }
        System.out.println(peak() + " " + nanoseconds);
    }

    private static long peak() throws IOException {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) >> 10)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
