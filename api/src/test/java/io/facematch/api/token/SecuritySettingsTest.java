package io.facematch.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class SecuritySettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(SecuritySettings.class)
    static class Only {}

    @Test
    void mapsEachSourceOfKeys() {
        with("issuer-uri=https://issuer.example", "audience=us")
                .run(context -> assertThat(context.getBean(SecuritySettings.class))
                        .isEqualTo(new SecuritySettings("https://issuer.example", null, null, "us")));
        with("jwk-set-uri=https://issuer.example/keys")
                .run(context -> assertThat(context.getBean(SecuritySettings.class))
                        .isEqualTo(new SecuritySettings(null, "https://issuer.example/keys", null, "facematch")));
        with("public-key-file=/run/secrets/issuer.pem")
                .run(context -> assertThat(context.getBean(SecuritySettings.class))
                        .isEqualTo(new SecuritySettings(null, null, Path.of("/run/secrets/issuer.pem"), "facematch")));
    }

    @Test
    void refusesABlankAudienceAndUnknownProperties() {
        with("jwk-set-uri=https://a/keys", "audience= ")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("audience"));
        with("jwk-set-uri=https://a/keys", "audiense=x")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("audiense"));
    }

    private ApplicationContextRunner with(String... properties) {
        var runner = application;
        for (var property : properties) {
            runner = runner.withPropertyValues("facematch.security." + property);
        }
        return runner;
    }
}
