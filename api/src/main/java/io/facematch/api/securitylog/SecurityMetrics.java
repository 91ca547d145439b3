package io.facematch.api.securitylog;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** The events of this process as a metric, one counter for each kind. */
@Component
class SecurityMetrics implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        for (var event : SecurityEvent.values()) {
            FunctionCounter.builder("facematch.security.events", event, SecurityLog::count)
                    .tag("event", event.code())
                    .register(registry);
        }
    }
}
