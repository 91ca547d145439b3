package io.facematch.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facematch.payload.PayloadConfiguration;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/** A process that is started with something that can't be used. */
@ExtendWith(OutputCaptureExtension.class)
class RefusalTest {

    enum Colour {
        RED,
        GREEN
    }

    @Validated
    @ConfigurationProperties(prefix = "facematch.sample", ignoreUnknownFields = false)
    record SampleSettings(
            @DefaultValue("1") @Max(9) int mostThreads,
            @DefaultValue("1s") Duration waitAtMost,
            @DefaultValue("1MB") DataSize size,
            @DefaultValue("false") boolean enabled,
            @DefaultValue("red") Colour colour) {
        @AssertTrue(message = "facematch.sample.size must be positive")
        boolean isSizePositive() {
            return size.toBytes() > 0;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SampleSettings.class)
    static class Sample {}

    @Configuration(proxyBeanMethods = false)
    static class Defect {
        @Bean
        Object broken() {
            throw new IllegalStateException("a defect");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Setting {
        @Bean
        Object broken() {
            throw new UnusableSetting("the file x can't be read: write it");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Database {
        @Bean
        Object broken() throws SQLException {
            throw new SQLException("Connection to localhost:5432 refused.\n  Hint", "08001");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    FACEMATCH_SAMPLE_WAIT_AT_MOST | soon | FACEMATCH_SAMPLE_WAIT_AT_MOST must be a duration, such as 10s or 5m
                    FACEMATCH_SAMPLE_SIZE         | big  | FACEMATCH_SAMPLE_SIZE must be a size, such as 10MB
                    FACEMATCH_SAMPLE_ENABLED      | yep  | FACEMATCH_SAMPLE_ENABLED must be true or false
                    FACEMATCH_SAMPLE_COLOUR       | blue | FACEMATCH_SAMPLE_COLOUR must be one of red, green
                    FACEMATCH_SAMPLE_MOST_THREADS | two  | FACEMATCH_SAMPLE_MOST_THREADS must be a whole number
                    FACEMATCH_SAMPLE_MOST_THREADS | 12   | FACEMATCH_SAMPLE_MOST_THREADS must be less than or equal to 9
                    FACEMATCH_SAMPLE_SIZE         | -1MB | facematch.sample.size must be positive
                    """)
    void namesTheSettingAndWhatItMustBe(String variable, String value, String refusal, CapturedOutput log) {
        assertThat(Refusal.of(start(Sample.class, Map.of(variable, value)))).contains(refusal);
        assertThat(log).doesNotContain("ERROR", "APPLICATION FAILED", "\tat ");
    }

    @Test
    void namesTheSettingThatIsNotKnown() {
        assertThat(Refusal.of(start(Sample.class, Map.of(), "--facematch.sample.mst-threads=secret")))
                .contains("facematch.sample.mst-threads is not known: docs/settings.md lists what there is");
    }

    @Test
    void namesOurSettingWhereThatOfTheFrameworkIsWrong() {
        var refused = start(
                Sample.class,
                Map.of("FACEMATCH_SECONDS", "five"),
                "--facematch.sample.wait-at-most=${facematch.seconds:1}");
        assertThat(Refusal.of(refused)).contains("FACEMATCH_SECONDS must be a duration, such as 10s or 5m");
    }

    @Test
    void saysWhatAPartOfTheProductRefuses(CapturedOutput log) {
        assertThat(Refusal.of(start(Setting.class, Map.of()))).contains("the file x can't be read: write it");
        assertThat(Refusal.of(start(Database.class, Map.of())))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("localhost:5432 refused. Hint", "FACEMATCH_DATABASE_URL")
                        .doesNotContain("\n"));
        assertThat(Refusal.of(start(PayloadConfiguration.class, Map.of("FACEMATCH_MASTER_KEY", "short"))))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("The master key can't be used")
                        .doesNotContain("short"));
        assertThat(log).doesNotContain("ERROR", "APPLICATION FAILED", "\tat ");
    }

    @Test
    void leavesADefectItsTrace(CapturedOutput log) {
        var defect = start(Defect.class, Map.of());

        assertThat(Refusal.of(defect)).isEmpty();
        assertThat(log).contains("Application run failed", "IllegalStateException: a defect", "\tat ");
    }

    private static Throwable start(Class<?> configuration, Map<String, Object> variables, String... arguments) {
        return catchThrowable(() -> new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .properties(Map.of("spring.main.banner-mode", "off"))
                .environment(new StandardEnvironment() {
                    @Override
                    public Map<String, Object> getSystemEnvironment() {
                        return variables;
                    }
                })
                .run(arguments)
                .close());
    }
}
