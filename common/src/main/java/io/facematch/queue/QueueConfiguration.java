package io.facematch.queue;

import com.rabbitmq.client.Address;
import java.time.Duration;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
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
    ConfirmedPublisher confirmedPublisher(CachingConnectionFactory connections, RabbitConnectionDetails broker) {
        // The factory itself knows only the first of several addresses.
        var addresses = broker.getAddresses().stream()
                .map(address -> new Address(address.host(), address.port()))
                .toList();
        return new ConfirmedPublisher(
                connections.getRabbitConnectionFactory(), addresses, STALL_LIMIT, ConfirmedPublisher.PATIENCE);
    }
}
