package io.facematch.queue;

import java.time.Duration;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class QueueConfiguration {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(15);

    @Bean
    Declarables comparisonQueues() {
        return Topology.declarables();
    }

    @Bean
    ConfirmedPublisher confirmedPublisher(CachingConnectionFactory connections) {
        return new ConfirmedPublisher(connections.getRabbitConnectionFactory(), STALL_LIMIT);
    }
}
