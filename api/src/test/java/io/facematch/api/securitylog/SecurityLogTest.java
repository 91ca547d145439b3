package io.facematch.api.securitylog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecurityLogTest {
    /** After all that other tests have caused. */
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    @Test
    void aLineHasOneEventAndItsFacts() {
        assertThat(SecurityLog.line(SecurityEvent.JOB_CANCELLED, "tenant", "acme", "address", "10.1.2.0/24"))
                .isEqualTo("event=job-cancelled tenant=acme address=10.1.2.0/24");
    }

    @Test
    void noValueForgesAnotherLineOrKey() {
        var line = SecurityLog.line(SecurityEvent.FORBIDDEN, "client", "a\nevent=token-issued b=\"c\u001b[2J\u2028");

        assertThat(line).isEqualTo("event=forbidden client=a_event_token-issued_b__c__2J_");
        assertThat(SecurityLog.line(SecurityEvent.FORBIDDEN, "client", "x".repeat(5000)))
                .hasSizeLessThan(200);
    }

    @Test
    void aFloodFillsNoDisk() {
        var written = IntStream.range(0, 1000)
                .filter(n -> SecurityLog.mayWrite(SecurityEvent.LIMITED, later.plusMillis(n)))
                .count();

        assertThat(written).isEqualTo(SecurityLog.REFUSALS_PER_MINUTE);
        assertThat(SecurityLog.mayWrite(SecurityEvent.LIMITED, later.plusSeconds(61)))
                .isTrue();
    }
}
