package io.facematch.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A line for each fault that was survived, in {@code target/chaos.txt} and on the terminal. */
final class Report {
    private static final Path FILE = Path.of("target", "chaos.txt");

    private Report() {}

    /**
     * Adds one.
     *
     * @param scenario its number, such as {@code T01}
     * @param recovery from the end of the fault to the end of the last job
     */
    static void survived(String scenario, String what, Duration recovery) throws IOException {
        line(String.format(java.util.Locale.ROOT, "%s | %s | %.1f s", scenario, what, recovery.toMillis() / 1000.0));
    }

    static void line(String line) throws IOException {
        System.out.println("chaos: " + line);
        Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Since a moment of {@link System#nanoTime}. */
    static Duration since(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment);
    }
}
