package io.facematch.worker.comparison;

import io.facematch.queue.Topology;
import java.time.Duration;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A group of consumers for each kind of queue, in front of one listener. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerSettings.class)
class ConsumerConfiguration {
    private static final int DEAD_LETTER_PREFETCH = 16;
    /** How long a batch waits for more pairs, so a pair that arrives alone is held up no longer than this. */
    private static final Duration BATCH_PAUSE = Duration.ofMillis(20);
    /** For the pairs that are being compared. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    @Bean
    SimpleMessageListenerContainer laneContainer(
            ConnectionFactory connections, PairListener listener, WorkerSettings settings) {
        var container = container(connections, listener, settings.bulkThreads(), settings.prefetch());
        container.setQueueNames(Topology.lanes().toArray(String[]::new));
        container.setBatchSize(settings.batch());
        container.setReceiveTimeout(BATCH_PAUSE.toMillis());
        return container;
    }

    @Bean
    SimpleMessageListenerContainer singleContainer(
            ConnectionFactory connections, PairListener listener, WorkerSettings settings) {
        var container = container(connections, listener, settings.singleThreads(), 1);
        container.setQueueNames(Topology.SINGLE);
        return container;
    }

    @Bean
    SimpleMessageListenerContainer suspectContainer(ConnectionFactory connections, PairListener listener) {
        var container = container(connections, listener, 1, 1);
        container.setQueueNames(Topology.SUSPECT);
        return container;
    }

    @Bean
    SimpleMessageListenerContainer deadLetterContainer(ConnectionFactory connections, PairListener listener) {
        var container = container(connections, listener, 1, DEAD_LETTER_PREFETCH);
        container.setQueueNames(Topology.DEAD);
        return container;
    }

    private static SimpleMessageListenerContainer container(
            ConnectionFactory connections, PairListener listener, int threads, int prefetch) {
        var container = new SimpleMessageListenerContainer(connections);
        container.setMessageListener(listener);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(1);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setConcurrentConsumers(threads);
        container.setPrefetchCount(prefetch);
        // By default, the broker would deliver a rejected message again at once, without end.
        container.setDefaultRequeueRejected(false);
        container.setMissingQueuesFatal(false);
        // Stops after the current message; prefetched ones go back to the broker.
        container.setForceStop(true);
        container.setShutdownTimeout(SHUTDOWN_TIMEOUT.toMillis());
        return container;
    }
}
