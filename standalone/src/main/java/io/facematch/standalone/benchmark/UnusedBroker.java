package io.facematch.standalone.benchmark;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.facematch.queue.Topology;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Makes sure that no other product's pairs are on the broker: the benchmark's worker would take them, and they would be
 * lost, as it has no key to them.
 */
final class UnusedBroker {
    private static final int TIMEOUT_MILLIS = 5_000;

    private UnusedBroker() {}

    /** @throws CommandFailed if the broker can't be reached, or has a worker or work of Facematch */
    static void require(String uri) {
        require(uri, Topology.queues());
    }

    static void require(String uri, List<String> queues) {
        var factory = new ConnectionFactory();
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setAutomaticRecoveryEnabled(false);
        try {
            factory.setUri(uri);
            if (URI.create(uri).getUserInfo() == null) {
                // The client would try guest.
                throw new CommandFailed("FACEMATCH_RABBITMQ_URI must name a user: amqp://user:password@host:5672");
            }
            if (factory.isSSL()) {
                // By itself, the client would take every certificate.
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
            try (var connection = factory.newConnection("facematch bench")) {
                for (var queue : queues) {
                    var state = look(connection, queue);
                    if (state.filter(UnusedBroker::isInUse).isPresent()) {
                        throw new CommandFailed("the broker in FACEMATCH_RABBITMQ_URI is in use: the queue " + queue
                                + " has a worker or waiting pairs. Give the benchmark a broker of its own,"
                                + " or unset the variable: then it starts one.");
                    }
                }
            }
        } catch (IOException | TimeoutException | URISyntaxException | GeneralSecurityException unreachable) {
            // The URI may hold a password.
            throw new CommandFailed("the broker in FACEMATCH_RABBITMQ_URI can't be reached: "
                    + unreachable.getClass().getSimpleName());
        }
    }

    /** Empty if there is no such queue, which closes the channel. */
    private static Optional<AMQP.Queue.DeclareOk> look(Connection connection, String queue) throws IOException {
        var channel = connection.createChannel();
        try {
            return Optional.of(channel.queueDeclarePassive(queue));
        } catch (IOException none) {
            return Optional.empty();
        } finally {
            channel.abort();
        }
    }

    private static boolean isInUse(AMQP.Queue.DeclareOk state) {
        return state.getConsumerCount() > 0 || state.getMessageCount() > 0;
    }
}
