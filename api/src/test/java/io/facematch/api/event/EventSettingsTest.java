package io.facematch.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class EventSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(EventSettings.class)
    static class Only {}

    @Test
    void defaults() {
        application.run(context -> assertThat(context.getBean(EventSettings.class))
                .isEqualTo(new EventSettings(500, 50, Duration.ofMillis(500))));
    }

    @Test
    void mapping() {
        application
                .withPropertyValues(
                        "facematch.events.max-listeners=7",
                        "facematch.events.max-listeners-per-tenant=3",
                        "facematch.events.poll-interval=2s")
                .run(context -> assertThat(context.getBean(EventSettings.class))
                        .isEqualTo(new EventSettings(7, 3, Duration.ofSeconds(2))));
    }

    @ParameterizedTest
    @CsvSource({
        "max-listeners=0, maxListeners",
        "max-listeners=10001, maxListeners",
        "max-listeners-per-tenant=0, maxListenersPerTenant",
        "poll-interval=0s, poll-interval must be positive",
        "pol-interval=1s, pol-interval"
    })
    void refuses(String property, String named) {
        application
                .withPropertyValues("facematch.events." + property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named));
    }
}
