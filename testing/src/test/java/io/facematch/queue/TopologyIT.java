package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

@Tag("compatibility")
class TopologyIT {
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void connect() throws Exception {
        connection = Broker.connections().newConnection("test");
        channel = connection.createChannel();
        declare();
    }

    @AfterEach
    void disconnect() throws Exception {
        channel.queuePurge(Topology.SINGLE);
        channel.queuePurge(Topology.DEAD);
        connection.close();
    }

    @Test
    void isDeclaredAlikeByEveryProcess() throws Exception {
        declare();

        for (var queue : queues()) {
            assertThat(channel.queueDeclarePassive(queue.getName()).getMessageCount())
                    .isZero();
        }
    }

    @Test
    void hasALaneOfItsOwnForEachNumberAndThreeQueuesMore() {
        assertThat(queues().stream().map(Queue::getName))
                .containsExactlyInAnyOrder(
                        "facematch.bulk.0",
                        "facematch.bulk.1",
                        "facematch.bulk.2",
                        "facematch.bulk.3",
                        "facematch.bulk.4",
                        "facematch.bulk.5",
                        "facematch.bulk.6",
                        "facematch.bulk.7",
                        "facematch.single",
                        "facematch.suspect",
                        "facematch.dead");
        assertThat(Topology.declarables().getDeclarablesByType(Binding.class))
                .hasSize(queues().size())
                .allSatisfy(binding -> {
                    assertThat(binding.getExchange()).isEqualTo("facematch.comparisons");
                    assertThat(binding.getRoutingKey()).isEqualTo(binding.getDestination());
                });
    }

    @Test
    void refusesWhatIsTooMuchAndKeepsWhatWasGivenUp() {
        assertThat(queues())
                .filteredOn(queue -> !queue.getName().equals(Topology.DEAD))
                .allSatisfy(queue -> assertThat(queue.getArguments())
                        .containsExactlyInAnyOrderEntriesOf(Map.of(
                                "x-queue-type",
                                "quorum",
                                "x-delivery-limit",
                                50,
                                "x-max-length-bytes",
                                4L << 30,
                                "x-overflow",
                                "reject-publish",
                                "x-dead-letter-exchange",
                                "facematch.comparisons",
                                "x-dead-letter-routing-key",
                                "facematch.dead",
                                "x-dead-letter-strategy",
                                "at-least-once")));
        assertThat(queues())
                .filteredOn(queue -> queue.getName().equals(Topology.DEAD))
                .singleElement()
                .satisfies(queue -> assertThat(queue.getArguments())
                        .containsExactlyInAnyOrderEntriesOf(
                                Map.of("x-queue-type", "quorum", "x-delivery-limit", Integer.MAX_VALUE)));
    }

    @Test
    void doesNotTakeAQueueWithOtherArgumentsForItsOwn() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        channel.queueDeclare(Topology.SINGLE, true, false, false, Map.of("x-queue-type", "quorum")))
                .havingCause()
                .withMessageContaining("PRECONDITION_FAILED");
        reopen();
    }

    @Test
    void handsExpiredMessagesToTheDeadLetterQueue() throws Exception {
        var id = new PairId(UUID.randomUUID(), 3);
        try (var publisher = new ConfirmedPublisher(Broker.connections(), Duration.ofSeconds(15));
                var batch = publisher.open()) {
            batch.publish(
                    Topology.SINGLE,
                    PublishedPair.of(
                            DataKey.random(),
                            "acme",
                            id,
                            new byte[] {1, 2},
                            Instant.EPOCH,
                            "amq.reply",
                            Instant.EPOCH.plusMillis(1)));
            batch.awaitConfirms();
        }

        var dead = await().atMost(Duration.ofSeconds(20)).until(this::nextDead, got -> got != null);

        assertThat(dead.getBody()).containsExactly(1, 2);
        assertThat(dead.getProps().getReplyTo()).isEqualTo("amq.reply");
        assertThat(dead.getProps().getHeaders().get("x-first-death-reason")).hasToString("expired");
        assertThat(dead.getProps().getHeaders().get("facematch-job"))
                .hasToString(id.job().toString());
        assertThat(channel.messageCount(Topology.SINGLE)).isZero();
    }

    @SuppressWarnings("NullAway") // null while the queue is empty
    private GetResponse nextDead() throws IOException {
        return channel.basicGet(Topology.DEAD, true);
    }

    private void reopen() {
        try {
            channel = connection.createChannel();
        } catch (IOException e) {
            throw new IllegalStateException("no channel", e);
        }
    }

    /** As the processes do it at their start. */
    private static void declare() {
        var connections = new CachingConnectionFactory(Broker.connections());
        try {
            var admin = new RabbitAdmin(connections);
            for (var declarable : Topology.declarables().getDeclarables()) {
                switch (declarable) {
                    case Queue queue -> admin.declareQueue(queue);
                    case Binding binding -> admin.declareBinding(binding);
                    case Exchange exchange -> admin.declareExchange(exchange);
                    default -> throw new IllegalStateException("unknown: " + declarable);
                }
            }
        } finally {
            connections.destroy();
        }
    }

    private static List<Queue> queues() {
        return Topology.declarables().getDeclarablesByType(Queue.class);
    }
}
