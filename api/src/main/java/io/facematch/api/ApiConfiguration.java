package io.facematch.api;

import io.facematch.epoch.Installation;
import io.facematch.job.JobConfiguration;
import io.facematch.modelfolder.ModelFolderConfiguration;
import io.facematch.payload.PayloadConfiguration;
import io.facematch.queue.QueueConfiguration;
import io.facematch.queue.SubmissionQueues;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Everything the API consists of. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan
@ConfigurationPropertiesScan
@EntityScan
@EnableJpaRepositories
@EnableScheduling
@Import({
    PayloadConfiguration.class,
    JobConfiguration.class,
    ModelFolderConfiguration.class,
    QueueConfiguration.class,
    SubmissionQueues.class
})
public class ApiConfiguration {
    /** Migrations run here, so this process is also the one that sets up the rest. */
    @Bean
    Installation.Maker installationMaker() {
        return new Installation.Maker();
    }
}
