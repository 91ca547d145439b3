package io.facematch.face.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.decoding.Decoding.Decoded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decodes one file in a JVM with the product's heap, and tells the most memory that this process held, native and heap. */
final class DecodingProcess {
    private static final String HEAP = "-Xmx384m";
    private static final Path STATUS = Path.of("/proc/self/status");

    private DecodingProcess() {}

    /** Fails when the process ends without an image. */
    static long megabytes(Path file) throws IOException, InterruptedException {
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
        return Long.parseLong(said.lines().toList().getLast().strip());
    }

    /** Prints the megabytes; ends with 1 when there is no image in the file. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        var decoder = new ImageDecoder(DecodingLimits.DEFAULTS, DecodingBudget.DEFAULT);
        var decoding = decoder.decode(Files.readAllBytes(Path.of(arguments[0])));
        if (!(decoding instanceof Decoded)) {
            System.exit(1);
        }
        System.out.println(peak());
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
