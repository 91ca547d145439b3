package io.facematch.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.submission.SubmissionSettings.AcceptAfter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.util.unit.DataSize;

class SubmissionSettingsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Only.class);

    @EnableConfigurationProperties(SubmissionSettings.class)
    static class Only {}

    @Test
    void defaults() {
        application.run(context -> assertThat(context.getBean(SubmissionSettings.class))
                .isEqualTo(new SubmissionSettings(
                        DataSize.ofMegabytes(10),
                        DataSize.ofMegabytes(16),
                        DataSize.ofGigabytes(20),
                        DataSize.ofGigabytes(24),
                        100_000,
                        8,
                        Path.of(System.getProperty("java.io.tmpdir")),
                        AcceptAfter.PUBLISHED,
                        DataSize.ofBytes(Runtime.getRuntime().maxMemory() / 5),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10),
                        Duration.ofHours(24),
                        Duration.ofDays(7),
                        Duration.ofHours(1),
                        Duration.ofSeconds(60))));
    }

    @Test
    void mapping() {
        application
                .withPropertyValues(
                        "facematch.submission.max-image-size=1MB",
                        "facematch.submission.max-message-size=12MB",
                        "facematch.submission.max-archive-size=2MB",
                        "facematch.submission.max-unpacked-size=3MB",
                        "facematch.submission.max-pairs=4",
                        "facematch.submission.max-uploads=5",
                        "facematch.submission.spool-directory=/var/tmp",
                        "facematch.submission.accept-after=kept",
                        "facematch.submission.pair-memory=77MB",
                        "facematch.submission.answer-within=6s",
                        "facematch.submission.single-deadline=7m",
                        "facematch.submission.bulk-deadline=8h",
                        "facematch.submission.keep-results=9d",
                        "facematch.submission.retry-within=11m",
                        "facematch.submission.lease=10s")
                .run(context -> assertThat(context.getBean(SubmissionSettings.class))
                        .isEqualTo(new SubmissionSettings(
                                DataSize.ofMegabytes(1),
                                DataSize.ofMegabytes(12),
                                DataSize.ofMegabytes(2),
                                DataSize.ofMegabytes(3),
                                4,
                                5,
                                Path.of("/var/tmp"),
                                AcceptAfter.KEPT,
                                DataSize.ofMegabytes(77),
                                Duration.ofSeconds(6),
                                Duration.ofMinutes(7),
                                Duration.ofHours(8),
                                Duration.ofDays(9),
                                Duration.ofMinutes(11),
                                Duration.ofSeconds(10))));
    }

    @ParameterizedTest
    @CsvSource({
        "max-image-size=11MB, can be 10MB at most",
        "max-message-size=10MB, max-message-size must be",
        "max-message-size=513MB, max-message-size must be",
        "max-image-size=0B, must be positive",
        "max-image-size=-1B, must be positive",
        "max-archive-size=0B, must be positive",
        "max-unpacked-size=0B, must be positive",
        "max-pairs=0, maxPairs",
        "max-pairs=1000001, maxPairs",
        "max-uploads=0, maxUploads",
        "max-uploads=1001, maxUploads",
        "pair-memory=31MB, must hold two pairs",
        "pair-memory=1TB, must hold two pairs",
        "answer-within=999ms, answerWithin",
        "answer-within=51s, answerWithin",
        "lease=0s, lease < single-deadline",
        "lease=-1s, lease < single-deadline",
        "lease=10m, lease < single-deadline",
        "single-deadline=8d, bulk-deadline <= keep-results",
        "bulk-deadline=8d, bulk-deadline <= keep-results",
        "bulk-deadline=32d, bulkDeadline",
        "single-deadline=32d, singleDeadline",
        "retry-within=8d, retry-within must be",
        "retry-within=-1s, retry-within must be",
        "keep-results=1h, bulk-deadline <= keep-results",
        "spool-directory=/no/such/folder, spool-directory",
        "accept-after=kept, FACEMATCH_SUBMISSION_SPOOL_DIRECTORY",
        "accept-after=soon, accept-after",
        "max-pares=7, max-pares"
    })
    void refuses(String property, String named) {
        application
                .withPropertyValues("facematch.submission." + property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named));
    }
}
