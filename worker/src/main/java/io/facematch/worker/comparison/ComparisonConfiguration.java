package io.facematch.worker.comparison;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facematch.face.FaceEngine;
import io.facematch.job.JobKeys;
import io.facematch.job.Outcome.Models;
import io.facematch.job.OutcomeTransaction;
import io.facematch.job.Pairs;
import io.facematch.queue.Publishers;
import io.facematch.tenant.TenantKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

/** The beans that turn deliveries into outcomes. */
@Configuration(proxyBeanMethods = false)
class ComparisonConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ComparisonConfiguration.class);

    /** Tries again while the database is away. */
    @Bean
    RetryTemplate databaseRetry() {
        var retry = new RetryTemplate(FailurePolicy.DEFAULT.whileDatabaseIsAway());
        retry.setRetryListener(new RetryListener() {
            @Override
            public void beforeRetry(RetryPolicy policy, Retryable<?> work, RetryState state) {
                LOG.warn(
                        "The database does not answer ({}); trying again",
                        state.getLastException().getClass().getSimpleName());
            }
        });
        return retry;
    }

    @Bean
    OpenJobs openJobs(JobKeys keys, RetryTemplate databaseRetry) {
        return new OpenJobs(keys, databaseRetry, Ticker.systemTicker());
    }

    @Bean
    PhotoKeys photoKeys(TenantKeys keys, RetryTemplate databaseRetry) {
        return new PhotoKeys(keys, databaseRetry, Ticker.systemTicker());
    }

    @Bean
    Verifiers verifiers(FaceEngine engine, WorkerSettings settings) {
        return new Verifiers(engine, settings.bulkThreads());
    }

    @Bean
    ComparisonTask comparisonTask(
            OpenJobs jobs,
            PhotoKeys photoKeys,
            Verifiers verifiers,
            FaceEngine engine,
            ObjectProvider<MeterRegistry> meters,
            InstantSource clock) {
        var models = engine.models();
        return new ComparisonTask(
                jobs,
                photoKeys,
                verifiers,
                new Models(
                        models.embedder(),
                        models.detector(),
                        models.calibration(),
                        models.calibratedWithThisDetector(),
                        models.embedderModel().cardSha256(),
                        models.deciding().sha256()),
                WorkerName.current(),
                new ForgedMessages(meters.getIfAvailable(SimpleMeterRegistry::new), clock),
                clock);
    }

    @Bean
    Settlement settlement(OutcomeTransaction transaction, RetryTemplate databaseRetry, ConnectionFactory connections) {
        var replies = new RabbitTemplate(connections);
        replies.setUsePublisherConnection(true);
        return new Settlement(transaction, databaseRetry, replies);
    }

    @Bean
    SuspectQueue suspectQueue(Publishers publishers) {
        return new SuspectQueue(publishers);
    }

    @Bean
    PairListener pairListener(
            ComparisonTask task,
            Pairs pairs,
            RetryTemplate databaseRetry,
            Settlement settlement,
            SuspectQueue suspectQueue,
            InstantSource clock) {
        return new PairListener(FailurePolicy.DEFAULT, task, pairs, databaseRetry, settlement, suspectQueue, clock);
    }
}
