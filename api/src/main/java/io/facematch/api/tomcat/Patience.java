package io.facematch.api.tomcat;

import java.time.Duration;

/**
 * How long the server waits for bytes, in all.
 *
 * @param first before anything has arrived
 * @param bytesPerSecond each so many bytes buy another second; 0 for none
 * @param most however many arrive
 */
record Patience(Duration first, long bytesPerSecond, Duration most) {
    /** As slow phone networks send. */
    private static final long SLOWEST = 8 << 10;

    private static final Duration GRACE = Duration.ofSeconds(10);

    /** For bytes that must be there within a time, all of them. */
    static Patience total(Duration most) {
        return new Patience(most, 0, most);
    }

    static Patience paced(Duration most) {
        return new Patience(GRACE, SLOWEST, most);
    }

    long millisFor(long bytes) {
        if (bytesPerSecond == 0) {
            return first.toMillis();
        }
        var bought = first.plus(Duration.ofMillis(bytes * 1000 / bytesPerSecond));
        return bought.compareTo(most) < 0 ? bought.toMillis() : most.toMillis();
    }
}
