package io.facematch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The queues as anybody with the broker's password sees them. */
public final class RawBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Connection connection;
    private final Channel channel;

    /** Connects. */
    public RawBroker(String uri) throws IOException {
        var factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
            connection = factory.newConnection("facematch-test");
        } catch (URISyntaxException | GeneralSecurityException | TimeoutException e) {
            throw new IOException(e);
        }
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    /** A message as it was found. */
    public record Found(String queue, BasicProperties properties, byte[] body) {
        @Override
        public String toString() {
            return "Found[" + queue + ", " + body.length + " bytes]";
        }
    }

    /** Takes so many messages off the queues, wherever they are among these. */
    public List<Found> take(int count, List<String> queues) {
        var found = new ArrayList<Found>();
        await().atMost(PATIENCE).until(() -> {
            for (var queue : queues) {
                GetResponse message;
                while ((message = channel.basicGet(queue, true)) != null) {
                    found.add(new Found(queue, message.getProps(), message.getBody()));
                }
            }
            return found.size() >= count;
        });
        assertThat(found).hasSize(count);
        return found;
    }

    /** Takes every message of a queue and gives it back, so often, which marks it as delivered before. */
    public void redeliver(String queue, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            var tags = new ArrayList<Long>();
            GetResponse message;
            while ((message = channel.basicGet(queue, false)) != null) {
                tags.add(message.getEnvelope().getDeliveryTag());
            }
            for (var tag : tags) {
                channel.basicNack(tag, false, true);
            }
        }
    }

    /** Returns when the broker has it. */
    public void publish(String queue, BasicProperties properties, byte[] body) throws IOException {
        channel.basicPublish(Topology.COMPARISONS, queue, true, properties, body);
        try {
            channel.waitForConfirmsOrDie(PATIENCE.toMillis());
        } catch (InterruptedException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    /** Until so many messages are ready in a queue. */
    public void awaitWaiting(String queue, int count) {
        await().atMost(PATIENCE).until(() -> waiting(queue) == count);
    }

    /** To be called while there is no consumer: then what is not ready is not there. */
    public void awaitEmptyQueues() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var queue : allQueues()) {
                assertThat(waiting(queue)).as(queue).isZero();
            }
        });
    }

    /** Whether no message is ready in any queue; a consumer may hold some. */
    public boolean isEmpty() throws IOException {
        for (var queue : allQueues()) {
            if (waiting(queue) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Messages that are ready in a queue. */
    public int waiting(String queue) throws IOException {
        return channel.queueDeclarePassive(queue).getMessageCount();
    }

    /** Of the product. */
    public static List<String> allQueues() {
        return Topology.queues();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
