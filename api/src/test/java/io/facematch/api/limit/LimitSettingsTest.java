package io.facematch.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class LimitSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(LimitSettings.class)
    static class Only {}

    @Test
    void defaults() {
        application.run(context -> assertThat(context.getBean(LimitSettings.class))
                .isEqualTo(new LimitSettings(100, 5, 300, 60, 2, 100_000, Map.of())));
    }

    @Test
    void mapping() {
        application
                .withPropertyValues(
                        "facematch.limits.requests-per-second=7",
                        "facematch.limits.compares-per-second=6",
                        "facematch.limits.tokens-of-address=9",
                        "facematch.limits.tokens-of-client=8",
                        "facematch.limits.uploads=5",
                        "facematch.limits.pairs-per-job=4",
                        "facematch.limits.tenants.acme.uploads=3")
                .run(context -> {
                    var settings = context.getBean(LimitSettings.class);

                    assertThat(settings)
                            .isEqualTo(new LimitSettings(
                                    7, 6, 9, 8, 5, 4, Map.of("acme", new LimitSettings.Tenant(null, null, 3, null))));
                    assertThat(settings.uploads("acme")).isEqualTo(3);
                    assertThat(settings.uploads("other")).isEqualTo(5);
                    assertThat(settings.requestsPerSecond("acme")).isEqualTo(7);
                    assertThat(settings.comparesPerSecond("acme")).isEqualTo(6);
                    assertThat(settings.pairsPerJob("acme")).isEqualTo(4);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "requests-per-second=0, requestsPerSecond",
        "compares-per-second=0, comparesPerSecond",
        "tokens-of-address=0, tokensOfAddress",
        "tokens-of-client=0, tokensOfClient",
        "uploads=0, uploads",
        "pairs-per-job=0, pairsPerJob",
        "tenants.acme.uploads=0, uploads",
        "upload=1, upload"
    })
    void refuses(String property, String named) {
        application
                .withPropertyValues("facematch.limits." + property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named));
    }
}
