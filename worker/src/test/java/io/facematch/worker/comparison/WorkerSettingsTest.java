package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.util.unit.DataSize;

class WorkerSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(WorkerSettings.class)
    static class Only {}

    @Test
    void usesEveryCoreUnlessTold() {
        application.run(context -> {
            var settings = context.getBean(WorkerSettings.class);
            assertThat(settings).isEqualTo(new WorkerSettings(0, 1, 4, 4, DataSize.ofMegabytes(16)));
            assertThat(settings.bulkThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        });
    }

    @Test
    void mapsEverySetting() {
        application
                .withPropertyValues(
                        "facematch.worker.threads=3",
                        "facematch.worker.single-threads=2",
                        "facematch.worker.batch=9",
                        "facematch.worker.prefetch=7")
                .run(context -> {
                    var settings = context.getBean(WorkerSettings.class);
                    assertThat(settings).isEqualTo(new WorkerSettings(3, 2, 9, 7, DataSize.ofMegabytes(16)));
                    assertThat(settings.bulkThreads()).isEqualTo(3);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "threads=-1",
                "threads=257",
                "single-threads=0",
                "single-threads=65",
                "batch=0",
                "batch=257",
                "prefetch=0",
                "prefetch=257",
                "thread=2"
            })
    void refusesWhatMakesNoSense(String setting) {
        application
                .withPropertyValues("facematch.worker." + setting)
                .run(context -> assertThat(Throwables.getStackTrace(context.getStartupFailure()))
                        .contains("facematch.worker"));
    }
}
