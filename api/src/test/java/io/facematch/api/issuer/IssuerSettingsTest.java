package io.facematch.api.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class IssuerSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(IssuerSettings.class)
    static class Only {}

    @Test
    void isOffUnlessAskedFor() {
        application.run(context -> assertThat(context.getBean(IssuerSettings.class))
                .isEqualTo(new IssuerSettings(
                        false,
                        URI.create("http://localhost:8080"),
                        null,
                        null,
                        Duration.ofHours(1),
                        Duration.ofHours(24))));
    }

    @Test
    void mapsEverySetting() {
        application
                .withPropertyValues(
                        "facematch.issuer.enabled=true",
                        "facematch.issuer.uri=https://faces.example/api",
                        "facematch.issuer.private-key-file=/run/key.pem",
                        "facematch.issuer.token-lifetime=15m",
                        "facematch.issuer.app-token-lifetime=8h")
                .run(context -> assertThat(context.getBean(IssuerSettings.class))
                        .isEqualTo(new IssuerSettings(
                                true,
                                URI.create("https://faces.example/api"),
                                null,
                                Path.of("/run/key.pem"),
                                Duration.ofMinutes(15),
                                Duration.ofHours(8))));
        application
                .withPropertyValues("facematch.issuer.private-key=the-very-key")
                .run(context -> assertThat(context.getBean(IssuerSettings.class))
                        .matches(settings -> "the-very-key".equals(settings.privateKey()))
                        .asString()
                        .doesNotContain("the-very-key"));
    }

    @ParameterizedTest
    @CsvSource({
        "enabled=true, FACEMATCH_ISSUER_PRIVATE_KEY_FILE",
        "token-lifetime=25h, FACEMATCH_ISSUER_TOKEN_LIFETIME",
        "token-lifetime=0s, FACEMATCH_ISSUER_TOKEN_LIFETIME",
        "token-lifetime=-1h, FACEMATCH_ISSUER_TOKEN_LIFETIME",
        "app-token-lifetime=25h, FACEMATCH_ISSUER_APP_TOKEN_LIFETIME",
        "uri=ftp://faces.example, FACEMATCH_ISSUER_URI",
        "uri=faces, FACEMATCH_ISSUER_URI",
        "uri=https://faces.example/, FACEMATCH_ISSUER_URI",
        "uri=https://faces.example?a=b, FACEMATCH_ISSUER_URI"
    })
    void refusesWhatMakesNoSense(String property, String named) {
        application
                .withPropertyValues("facematch.issuer." + property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named));
    }

    @Test
    void wantsOneKeyAndPrintsNone() {
        application
                .withPropertyValues(
                        "facematch.issuer.enabled=true",
                        "facematch.issuer.private-key=the-very-key",
                        "facematch.issuer.private-key-file=/run/key.pem")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("and not both")
                        .satisfies(failure ->
                                assertThat(Throwables.getStackTrace(failure)).doesNotContain("the-very-key")));
    }
}
