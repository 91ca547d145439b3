package io.facematch.worker.comparison;

import io.facematch.face.FaceEngine;
import io.facematch.face.FaceSettings;
import io.facematch.face.network.ModelCatalog;
import io.facematch.job.JobKeys;
import io.facematch.job.ModelUses;
import io.facematch.job.Outcome.Models;
import io.facematch.job.Outcomes;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.Topology;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Engine, tasks, and a listener container for each kind of queue. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WorkerSettings.class, ModelSettings.class})
class ComparisonConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ComparisonConfiguration.class);
    private static final Duration DATABASE_PATIENCE = Duration.ofMinutes(10);
    /** How long a batch waits to fill up; pairs that arrive alone are not held longer than this. */
    private static final Duration BATCH_PAUSE = Duration.ofMillis(20);

    @Bean
    FaceEngine faceEngine(ModelSettings settings) {
        var catalog = new ModelCatalog(ModelCatalog.searchPath(settings.models()));
        var engine = FaceEngine.open(catalog, settings.choice(), FaceSettings.DEFAULTS);
        var models = engine.models();
        LOG.info("Comparing with {} behind {} ({})", models.embedder(), models.detector(), models.embedderLicence());
        if (models.demonstration()) {
            LOG.warn(
                    "{} is a demonstration model, not fit to decide about people; put a better one into models/ ('facematch models' lists them)",
                    models.embedder());
        }
        return engine;
    }

    @Bean
    ModelRegistration modelRegistration(ModelUses uses, FaceEngine engine, InstantSource clock) {
        return new ModelRegistration(uses, engine.models(), clock);
    }

    @Bean
    Verifiers verifiers(FaceEngine engine) {
        return new Verifiers(engine::newVerifier);
    }

    /** Somebody waits for a single pair. */
    @Bean
    Verifiers singleVerifiers(FaceEngine engine) {
        return new Verifiers(engine::newParallelVerifier);
    }

    @Bean
    OpenJobs openJobs(JobKeys keys, InstantSource clock) {
        return new OpenJobs(keys, clock);
    }

    @Bean
    ComparisonTask comparisonTask(OpenJobs jobs, Verifiers verifiers, FaceEngine engine, InstantSource clock) {
        return task(jobs, verifiers, engine, clock);
    }

    @Bean
    ComparisonTask singleTask(OpenJobs jobs, Verifiers singleVerifiers, FaceEngine engine, InstantSource clock) {
        return task(jobs, singleVerifiers, engine, clock);
    }

    private static ComparisonTask task(OpenJobs jobs, Verifiers verifiers, FaceEngine engine, InstantSource clock) {
        var models = engine.models();
        return new ComparisonTask(
                jobs,
                verifiers,
                new Models(models.embedder(), models.detector(), models.calibration()),
                WorkerName.current(),
                clock);
    }

    @Bean
    OutcomeStore outcomeStore(Outcomes outcomes) {
        return new OutcomeStore(outcomes, DATABASE_PATIENCE);
    }

    @Bean
    Settlement settlement(OutcomeStore store, ConnectionFactory connections) {
        var replies = new RabbitTemplate(connections);
        replies.setUsePublisherConnection(true);
        return new Settlement(store, replies);
    }

    @Bean
    Quarantine quarantine(ConfirmedPublisher publisher, InstantSource clock) {
        return new Quarantine(publisher, clock);
    }

    @Bean
    SimpleMessageListenerContainer laneContainer(
            ConnectionFactory connections,
            ComparisonTask comparisonTask,
            Quarantine quarantine,
            OutcomeStore store,
            Settlement settlement,
            WorkerSettings settings) {
        var listener = new ComparisonListener(comparisonTask, quarantine, store, settlement);
        var container = container(connections, listener, settings.bulkThreads(), settings.prefetch());
        container.setQueueNames(Topology.lanes().toArray(String[]::new));
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(settings.batch());
        container.setReceiveTimeout(BATCH_PAUSE.toMillis());
        return container;
    }

    @Bean
    SimpleMessageListenerContainer singleContainer(
            ConnectionFactory connections,
            ComparisonTask singleTask,
            Quarantine quarantine,
            OutcomeStore store,
            Settlement settlement,
            WorkerSettings settings) {
        var listener = new ComparisonListener(singleTask, quarantine, store, settlement);
        var container = container(connections, listener, settings.singleThreads(), 1);
        container.setQueueNames(Topology.SINGLE);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(1);
        return container;
    }

    @Bean
    SimpleMessageListenerContainer suspectContainer(
            ConnectionFactory connections,
            ComparisonTask comparisonTask,
            OutcomeStore store,
            Settlement settlement,
            JdbcClient jdbc) {
        var container = container(connections, new SuspectListener(comparisonTask, store, settlement, jdbc), 1, 1);
        container.setQueueNames(Topology.SUSPECT);
        return container;
    }

    @Bean
    SimpleMessageListenerContainer deadLetterContainer(
            ConnectionFactory connections, ComparisonTask comparisonTask, OutcomeStore store, Settlement settlement) {
        var container = container(connections, new DeadLetterListener(comparisonTask, store, settlement), 1, 16);
        container.setQueueNames(Topology.DEAD);
        return container;
    }

    private static SimpleMessageListenerContainer container(
            ConnectionFactory connections, MessageListener listener, int threads, int prefetch) {
        var container = new SimpleMessageListenerContainer(connections);
        container.setMessageListener(listener);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setConcurrentConsumers(threads);
        container.setPrefetchCount(prefetch);
        // The default turns a rejected message round at once, again and again.
        container.setDefaultRequeueRejected(false);
        container.setMissingQueuesFatal(false);
        // Stop after the message at hand; what was prefetched goes back.
        container.setForceStop(true);
        container.setShutdownTimeout(Duration.ofSeconds(20).toMillis());
        return container;
    }
}
