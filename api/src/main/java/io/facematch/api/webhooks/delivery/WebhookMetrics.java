package io.facematch.api.webhooks.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts attempts by what became of them. Whose they were, no metric says. */
@Component
class WebhookMetrics {
    private static final String DELIVERED = "delivered";

    private final MeterRegistry registry;
    private final Counter givenUp;

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.givenUp = Counter.builder("facematch.webhooks.given-up")
                .description("events that were not delivered in any attempt")
                .register(registry);
        // So that each is there from the start, at zero.
        attempts(DELIVERED);
        for (var reason : Reason.values()) {
            attempts(reason.code());
        }
    }

    /** The one that is registered, if there is. */
    private Counter attempts(String result) {
        return Counter.builder("facematch.webhooks.attempts")
                .description("attempts to deliver an event, by what became of them")
                .tag("result", result)
                .register(registry);
    }

    void delivered() {
        attempts(DELIVERED).increment();
    }

    void failed(Reason reason) {
        attempts(reason.code()).increment();
    }

    void givenUp() {
        givenUp.increment();
    }
}
