package io.facematch.worker.comparison;

import io.facematch.queue.Topology;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A group of consumers for each kind of queue, in front of one listener. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerSettings.class)
class ConsumerConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerConfiguration.class);
    /** How long a batch waits for more pairs, so a pair that arrives alone is held up no longer than this. */
    private static final Duration BATCH_PAUSE = Duration.ofMillis(20);
    /** For the pairs that are being compared. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    @Bean
    ConsumerPlan consumerPlan(WorkerSettings settings) {
        var heap = Runtime.getRuntime().maxMemory();
        var plan = ConsumerPlan.of(settings, heap);
        if (plan.isTooLargeFor(heap)) {
            LOG.warn(
                    "A heap of {} MiB may be too small when all lanes hold pairs of {} MiB: give it {} MiB",
                    heap >> 20,
                    settings.largestMessage().toMegabytes(),
                    plan.leastHeap() >> 20);
        }
        return plan;
    }

    @Bean
    SimpleMessageListenerContainer laneContainer(
            ConnectionFactory connections, PairListener listener, WorkerSettings settings, ConsumerPlan plan) {
        var container = container(connections, listener, plan.smallThreads(), plan.smallPrefetch());
        container.setQueueNames(Topology.smallLanes().toArray(String[]::new));
        container.setBatchSize(settings.batch());
        container.setReceiveTimeout(BATCH_PAUSE.toMillis());
        return container;
    }

    @Bean
    SimpleMessageListenerContainer largeLaneContainer(
            ConnectionFactory connections, PairListener listener, ConsumerPlan plan) {
        var container = container(connections, listener, plan.largeThreads(), 1);
        container.setQueueNames(Topology.largeLanes().toArray(String[]::new));
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
        var container = container(connections, listener, 1, 1);
        container.setQueueNames(Topology.DEAD);
        return container;
    }

    @Bean
    ConsumerStart consumerStart(ConnectionFactory connections, List<SimpleMessageListenerContainer> consumers) {
        return new ConsumerStart(new RabbitTemplate(connections), consumers);
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
        // By default, it would never try again.
        container.setPossibleAuthenticationFailureFatal(false);
        container.setAutoStartup(false);
        container.setPhase(ConsumerStart.PHASE - 1);
        // Stops after the current message; prefetched ones go back to the broker.
        container.setForceStop(true);
        container.setShutdownTimeout(SHUTDOWN_TIMEOUT.toMillis());
        return container;
    }
}
