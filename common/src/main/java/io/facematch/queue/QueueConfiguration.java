package io.facematch.queue;

import com.rabbitmq.client.Address;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every process needs of the broker. */
@Configuration(proxyBeanMethods = false)
public class QueueConfiguration {
    private static final String BROKER = "FACEMATCH_RABBITMQ_URI";

    @Bean
    Publishers publishers(
            CachingConnectionFactory connections,
            RabbitConnectionDetails broker,
            @Value("${spring.rabbitmq.addresses:}") String configured) {
        // Whatever answers where brokers usually are would be given every photo.
        if (configured.isBlank()) {
            throw unusable("it must name the broker, such as amqp://user:password@host:5672");
        }
        // The client would try guest, with the password that everybody knows.
        if (isBlank(broker.getUsername()) || isBlank(broker.getPassword())) {
            throw unusable("it names no user with a password, as amqp://user:password@host:5672 does, and nor do"
                    + " FACEMATCH_RABBITMQ_USERNAME and FACEMATCH_RABBITMQ_PASSWORD");
        }
        // The factory itself knows only the first of several addresses.
        var addresses = broker.getAddresses().stream()
                .map(address -> new Address(address.host(), address.port()))
                .toList();
        return new Publishers(connections.getRabbitConnectionFactory(), addresses);
    }

    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private static InvalidConfigurationPropertyValueException unusable(String reason) {
        return new InvalidConfigurationPropertyValueException(BROKER, null, reason);
    }
}
