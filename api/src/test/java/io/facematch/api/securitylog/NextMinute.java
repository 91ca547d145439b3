package io.facematch.api.securitylog;

import java.time.Duration;
import java.time.Instant;

/** The log leaves out refusals beyond so many a minute, and other tests may have had them all. */
public final class NextMinute {
    private NextMinute() {}

    /** From now on refusals of this kind are written again. */
    public static void begins(SecurityEvent event) {
        SecurityLog.mayWrite(event, Instant.now().plus(Duration.ofMinutes(1)));
    }
}
