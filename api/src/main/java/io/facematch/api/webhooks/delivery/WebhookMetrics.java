package io.facematch.api.webhooks.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts attempts by what became of them. Whose they were, no metric says. */
@Component
class WebhookMetrics {
    private static final String ATTEMPTS = "facematch.webhooks.attempts";

    private final Counter delivered;
    private final Counter givenUp;
    private final Map<Reason, Counter> failed = new EnumMap<>(Reason.class);

    WebhookMetrics(MeterRegistry registry) {
        delivered = attempts("delivered", registry);
        for (var reason : Reason.values()) {
            failed.put(reason, attempts(reason.code(), registry));
        }
        givenUp = Counter.builder("facematch.webhooks.given-up")
                .description("events that were not delivered in any attempt")
                .register(registry);
    }

    private static Counter attempts(String result, MeterRegistry registry) {
        return Counter.builder(ATTEMPTS)
                .description("attempts to deliver an event, by what became of them")
                .tag("result", result)
                .register(registry);
    }

    void delivered() {
        delivered.increment();
    }

    void failed(Reason reason) {
        failed.get(reason).increment();
    }

    void givenUp() {
        givenUp.increment();
    }
}
