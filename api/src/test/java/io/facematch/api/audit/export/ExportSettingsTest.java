package io.facematch.api.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class ExportSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(ExportSettings.class)
    static class Only {}

    @Test
    void defaults() {
        application.run(context ->
                assertThat(context.getBean(ExportSettings.class)).isEqualTo(new ExportSettings(5_000_000, 4, 2)));
    }

    @Test
    void mapping() {
        application
                .withPropertyValues(
                        "facematch.exports.max-rows=7", "facematch.exports.at-once=6", "facematch.exports.of-tenant=5")
                .run(context ->
                        assertThat(context.getBean(ExportSettings.class)).isEqualTo(new ExportSettings(7, 6, 5)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-rows=0, maxRows",
        "at-once=0, atOnce",
        "of-tenant=0, ofTenant",
        "of-tenant=5, at-once at most",
        "rows=1, rows"
    })
    void refuses(String property, String named) {
        application
                .withPropertyValues("facematch.exports." + property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named));
    }
}
