package io.facematch.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.network.ModelChoice;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class ModelSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(ModelSettings.class)
    static class Only {}

    @Test
    void choosesTheBestModelsPresentUnlessTold() {
        var expected = new ModelSettings("", "", "", false);

        application.run(
                context -> assertThat(context.getBean(ModelSettings.class)).isEqualTo(expected));
        withWorkerYml(Map.of())
                .run(context -> assertThat(context.getBean(ModelSettings.class)).isEqualTo(expected));
        assertThat(expected.choice()).isEqualTo(new ModelChoice(null, null, false));
    }

    @Test
    void takesTheVariablesOfTheEnvironment() {
        withWorkerYml(Map.of(
                        "FACEMATCH_EMBEDDER", " sface-2021dec ",
                        "FACEMATCH_DETECTOR", "yunet-2023mar",
                        "FACEMATCH_CALIBRATION", "sface-2021dec/yunet-2023mar/staff",
                        "FACEMATCH_RESEARCH_MODELS", "true"))
                .run(context -> {
                    var settings = context.getBean(ModelSettings.class);
                    assertThat(settings.choice())
                            .isEqualTo(new ModelChoice(
                                    "sface-2021dec", "yunet-2023mar", "sface-2021dec/yunet-2023mar/staff", true));
                });
    }

    @Test
    void takesPropertiesOfTheSameNames() {
        withWorkerYml(Map.of())
                .withPropertyValues("facematch.calibration=some", "facematch.research-models=true")
                .run(context -> assertThat(context.getBean(ModelSettings.class))
                        .isEqualTo(new ModelSettings("", "", "some", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"facematch.model.embeder=sface-2021dec", "facematch.model.research=perhaps"})
    void refusesWhatItDoesNotUnderstand(String property) {
        application
                .withPropertyValues(property)
                .run(context -> assertThat(Throwables.getStackTrace(context.getStartupFailure()))
                        .contains("facematch.model"));
    }

    private ApplicationContextRunner withWorkerYml(Map<String, Object> variables) {
        return application.withInitializer(context -> addSources(context, variables));
    }

    private static void addSources(ConfigurableApplicationContext context, Map<String, Object> variables) {
        var sources = context.getEnvironment().getPropertySources();
        sources.replace(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        try {
            new YamlPropertySourceLoader()
                    .load("worker.yml", new ClassPathResource("worker.yml"))
                    .forEach(sources::addLast);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
