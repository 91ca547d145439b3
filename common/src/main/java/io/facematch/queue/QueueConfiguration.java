package io.facematch.queue;

import com.rabbitmq.client.Address;
import java.time.Duration;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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
    ConfirmedPublisher confirmedPublisher(
            CachingConnectionFactory connections,
            RabbitConnectionDetails broker,
            @Value("${spring.rabbitmq.addresses:}") String configured) {
        // Whatever answers where brokers usually are would be given every photo.
        if (configured.isBlank()) {
            throw new InvalidConfigurationPropertyValueException(
                    "FACEMATCH_RABBITMQ_URI", null, "it must name the broker, such as amqp://user:password@host:5672");
        }
        // The factory itself knows only the first of several addresses.
        var addresses = broker.getAddresses().stream()
                .map(address -> new Address(address.host(), address.port()))
                .toList();
        return new ConfirmedPublisher(
                connections.getRabbitConnectionFactory(), addresses, STALL_LIMIT, ConfirmedPublisher.PATIENCE);
    }
}
