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
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
    void isDeclaredAgainWithoutHarm() throws Exception {
        declare();

        assertThat(Topology.missing(channel)).isEmpty();
        for (var queue : Topology.queues()) {
            assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isZero();
        }
    }

    @Test
    void hasALaneOfItsOwnForEachNumberAndThreeQueuesMore() {
        assertThat(Topology.queues())
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
    }

    @Test
    void refusesWhatIsTooMuchAndKeepsWhatWasGivenUp() {
        assertThat(Topology.queues())
                .filteredOn(queue -> !queue.equals(Topology.DEAD))
                .allSatisfy(queue -> assertThat(Topology.arguments(queue))
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
        assertThat(Topology.arguments(Topology.DEAD))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("x-queue-type", "quorum", "x-delivery-limit", Integer.MAX_VALUE));
    }

    /** A broker of version 0.1 has the queues, but not all exchanges. */
    @Test
    void missesOneExchangeOrQueueThatIsNotThere() throws Exception {
        channel.exchangeDelete(Topology.SET_ASIDE);

        assertThat(Topology.missing(channel)).contains("facematch.set-aside");
        reopen();
        declare();
        channel.queueDelete(Topology.SUSPECT);
        assertThat(Topology.missing(channel)).contains("facematch.suspect");
        reopen();
        declare();
        assertThat(Topology.missing(channel)).isEmpty();
    }

    /** The broker forbids a user an exchange, so that an exchange is what a kind of message may do. */
    @Test
    void leadsWhatAWorkerSetsAsideToTheSuspectQueueOnly() throws Exception {
        channel.confirmSelect();
        var returned = new ArrayList<String>();
        channel.addReturnListener(message -> returned.add(message.getRoutingKey()));

        for (var queue : Topology.queues()) {
            channel.basicPublish(Topology.SET_ASIDE, queue, true, null, new byte[1]);
        }
        channel.waitForConfirmsOrDie(20_000);

        var others = new ArrayList<>(Topology.queues());
        others.remove(Topology.SUSPECT);
        assertThat(returned).containsExactlyElementsOf(others);
        channel.queuePurge(Topology.SUSPECT);
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
        try (var publisher =
                        new ConfirmedPublisher(Broker.connections(), Topology.COMPARISONS, Duration.ofSeconds(15));
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

    private void declare() throws IOException {
        Topology.declare(channel);
    }
}
