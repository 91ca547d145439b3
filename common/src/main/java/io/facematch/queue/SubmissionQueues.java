package io.facematch.queue;

import com.rabbitmq.client.AMQP;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only the API needs of the broker: it declares the queues and publishes pairs to them. */
@Configuration(proxyBeanMethods = false)
public class SubmissionQueues {
    @Bean
    RabbitAdmin amqpAdmin(ConnectionFactory connections) {
        return new Declaration(connections);
    }

    @Bean
    ConfirmedPublisher confirmedPublisher(Publishers publishers) {
        return publishers.to(Topology.COMPARISONS);
    }

    /** At each new connection: first the exchanges and queues that all processes share, then this process's own. */
    private static final class Declaration extends RabbitAdmin {
        private static final Logger LOG = LoggerFactory.getLogger(SubmissionQueues.class);

        private final AtomicBoolean told = new AtomicBoolean();

        Declaration(ConnectionFactory connections) {
            super(connections);
        }

        @Override
        public void initialize() {
            // A user who may declare nothing is fine where all is there.
            getRabbitTemplate().execute(Topology::missing).ifPresent(this::declareAll);
            super.initialize();
        }

        private void declareAll(String missing) {
            try {
                getRabbitTemplate().execute(channel -> {
                    Topology.declare(channel);
                    return true;
                });
            } catch (AmqpException e) {
                // It is tried again, with each new connection, and told once.
                if (Topology.isClosedWith(AMQP.ACCESS_REFUSED, e) && told.compareAndSet(false, true)) {
                    LOG.error(
                            "{} is not there, and the API's user at the broker may not declare it. Let an administrator"
                                    + " of the broker import docker/rabbitmq-topology.json, or let the user declare",
                            missing);
                }
                throw e;
            }
        }
    }
}
