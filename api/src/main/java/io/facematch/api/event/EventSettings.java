package io.facematch.api.event;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many clients may follow their jobs at once, and how closely.
 *
 * @param maxListeners streams of events at once, per process
 * @param maxListenersPerTenant streams of events at once for one tenant, per process
 * @param pollInterval time between two looks at all jobs that a client follows
 */
@Validated
@ConfigurationProperties(prefix = "facematch.events", ignoreUnknownFields = false)
record EventSettings(
        @DefaultValue("500") @Min(1) @Max(10_000) int maxListeners,
        @DefaultValue("50") @Min(1) @Max(10_000) int maxListenersPerTenant,
        @DefaultValue("500ms") Duration pollInterval) {

    @AssertTrue(message = "facematch.events.poll-interval must be positive")
    boolean isPollIntervalPositive() {
        return pollInterval.isPositive();
    }
}
