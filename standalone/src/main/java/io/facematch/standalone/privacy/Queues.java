package io.facematch.standalone.privacy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The broker as anybody with its password has it. */
final class Queues implements AutoCloseable {
    private static final String CONTROL = "privacy-check.control";
    private static final int CONFIRM_MILLIS = 15_000;
    private static final int ABORT_MILLIS = 2_000;

    /** More than the deliveries after which the broker gives a message up. */
    private static final int DELIVERIES = 60;

    private final Connection connection;
    private final Channel channel;

    Queues(String uri) throws IOException {
        var factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
            connection = factory.newConnection("facematch privacy-check");
            channel = connection.createChannel();
            channel.confirmSelect();
        } catch (URISyntaxException | GeneralSecurityException | TimeoutException e) {
            // The URI has a password.
            throw new IOException("the broker can't be reached: " + e.getClass().getSimpleName());
        }
    }

    String version() {
        return String.valueOf(connection.getServerProperties().get("version"));
    }

    /**
     * Takes the only message of a queue and gives it back, until the broker gives it up.
     *
     * @return its body
     */
    byte[] takeUntilGivenUp(String queue) throws IOException {
        var body = new byte[0];
        for (int i = 0; i < DELIVERIES; i++) {
            var message = channel.basicGet(queue, false);
            if (message != null) {
                body = message.getBody();
                channel.basicNack(message.getEnvelope().getDeliveryTag(), false, true);
            }
        }
        return body;
    }

    /** How many messages of a queue no consumer has. */
    int waiting(String queue) throws IOException {
        return channel.queueDeclarePassive(queue).getMessageCount();
    }

    int waitingInLanes() throws IOException {
        var count = 0;
        for (var lane : Topology.lanes()) {
            count += waiting(lane);
        }
        return count;
    }

    /** Has the broker store a message in the clear. */
    void storeControl(byte[] body) throws IOException, InterruptedException {
        channel.queueDeclare(CONTROL, true, false, false, Map.of("x-queue-type", "quorum"));
        channel.basicPublish("", CONTROL, null, body);
        try {
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
        } catch (TimeoutException e) {
            throw new IOException("the broker stores nothing", e);
        }
    }

    void deleteControl() throws IOException {
        channel.queueDelete(CONTROL);
    }

    @Override
    public void close() {
        connection.abort(ABORT_MILLIS);
    }
}
