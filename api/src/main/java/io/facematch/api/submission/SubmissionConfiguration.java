package io.facematch.api.submission;

import io.facematch.api.spool.SpoolFolder;
import io.facematch.api.submission.SubmissionSettings.AcceptAfter;
import io.facematch.api.submission.publishing.ImageMemory;
import io.facematch.api.submission.publishing.PublishingSettings;
import io.facematch.epoch.Installation;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the settings of submissions are made into. */
@Configuration(proxyBeanMethods = false)
class SubmissionConfiguration {
    @Bean
    ImageMemory imageMemory(SubmissionSettings settings) {
        return new ImageMemory(settings.pairMemory().toBytes());
    }

    @Bean
    SpoolFolder spoolFolder(SubmissionSettings settings, Installation installation, InstantSource clock)
            throws IOException {
        return settings.acceptAfter() == AcceptAfter.KEPT
                ? SpoolFolder.durable(settings.spoolDirectory(), installation.id(), clock)
                : SpoolFolder.temporary(settings.spoolDirectory(), installation.id(), clock);
    }

    @Bean
    PublishingSettings publishingSettings(SubmissionSettings settings) {
        return new PublishingSettings(settings.lease(), settings.retryWithin(), settings.keptArchiveLimits());
    }
}
