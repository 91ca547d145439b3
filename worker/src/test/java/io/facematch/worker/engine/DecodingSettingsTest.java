package io.facematch.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.decoding.DecodingBudget;
import java.time.Duration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class DecodingSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(DecodingSettings.class)
    static class Only {}

    @Test
    void hasTheDefaultsOfTheEngine() {
        application.run(context ->
                assertThat(context.getBean(DecodingSettings.class).budget()).isEqualTo(DecodingBudget.DEFAULT));
    }

    @Test
    void takesValues() {
        application
                .withPropertyValues("facematch.decoding.time=3s", "facematch.decoding.size=64MB")
                .run(context -> assertThat(
                                context.getBean(DecodingSettings.class).budget())
                        .isEqualTo(new DecodingBudget(Duration.ofSeconds(3), 64 << 20)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"time=0s", "time=11m", "size=1023KB", "size=1TB", "bytes=1GB"})
    void refusesWhatItCanNotUse(String setting) {
        application
                .withPropertyValues("facematch.decoding." + setting)
                .run(context -> assertThat(Throwables.getStackTrace(context.getStartupFailure()))
                        .contains("facematch.decoding"));
    }
}
