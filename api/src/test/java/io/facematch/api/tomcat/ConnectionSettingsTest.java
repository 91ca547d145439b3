package io.facematch.api.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class ConnectionSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(ConnectionSettings.class)
    static class Only {}

    @Test
    void defaults() {
        application.run(context -> {
            var settings = context.getBean(ConnectionSettings.class);

            assertThat(settings.perAddress()).isEqualTo(500);
            assertThat(settings.proxies())
                    .containsExactly(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
            assertThat(settings.uploadWithin()).isEqualTo(Duration.ofHours(2));
        });
    }

    @Test
    void mapping() {
        application
                .withPropertyValues(
                        "facematch.connections.per-address=7",
                        "facematch.connections.proxies=10.0.0.1",
                        "facematch.connections.upload-within=5m")
                .run(context -> assertThat(context.getBean(ConnectionSettings.class))
                        .isEqualTo(new ConnectionSettings(
                                7, List.of(InetAddress.ofLiteral("10.0.0.1")), Duration.ofMinutes(5))));
    }

    @ParameterizedTest
    @CsvSource({"per-address=0, perAddress", "upload-within=1s, uploadWithin", "proxy=1, proxy"})
    void refuses(String property, String named) {
        application
                .withPropertyValues("facematch.connections." + property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named));
    }
}
