package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.facematch.job.JobState;
import io.facematch.queue.Delivery;
import io.facematch.testing.TestBroker;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import io.facematch.worker.FaultyDataSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.transaction.TransactionException;

class SettlementIT {
    private static final FaultyDataSource DATABASE =
            new FaultyDataSource(TestDatabase.create().dataSource());
    private static final TestJobs JOBS = new TestJobs(DATABASE);

    private final String queue = "settlement-" + UUID.randomUUID();
    private Connection connection;
    private Channel channel;
    private CachingConnectionFactory connections;
    private Settlement settlement;

    @BeforeEach
    void connect() throws Exception {
        var broker = new ConnectionFactory();
        broker.setUri(TestBroker.uri());
        broker.setAutomaticRecoveryEnabled(false);
        connection = broker.newConnection("test");
        channel = connection.createChannel();
        channel.queueDeclare(queue, true, false, false, null);
        connections = new CachingConnectionFactory(broker);
        settlement = new Settlement(
                JOBS.outcomes, new RetryTemplate(RetryPolicy.withMaxRetries(0)), new RabbitTemplate(connections));
    }

    @AfterEach
    void disconnect() throws Exception {
        DATABASE.refuse(0);
        connections.destroy();
        connection.close();
    }

    @Test
    void acknowledgesWhatIsStored() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        send(1);

        settlement.settle(List.of(next()), TestJobs.matches(job, 0, 1), channel);

        assertThat(JOBS.stateOf(job)).isEqualTo(JobState.COMPLETED);
        assertComesBack(0);
    }

    @Test
    void asksNothingOfTheDatabaseWhenThereIsNoOutcome() throws Exception {
        send(1);
        DATABASE.refuse(1);

        settlement.settle(List.of(next()), List.of(), channel);

        assertThat(DATABASE.refusalsLeft()).isEqualTo(1);
        assertComesBack(0);
    }

    @Test
    void acknowledgesNothingThatIsNotStored() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 2);
        send(2);
        var messages = List.of(next(), next());
        DATABASE.refuse(1);

        assertThatExceptionOfType(TransactionException.class)
                .isThrownBy(() -> settlement.settle(messages, TestJobs.matches(job, 0, 2), channel));

        assertComesBack(2);
    }

    @Test
    void acknowledgesNoMessageButItsOwn() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 2);
        send(3);
        next();
        var second = next();
        next();

        settlement.settle(List.of(second), TestJobs.matches(job, 1, 2), channel);

        assertComesBack(2);
    }

    @Test
    void storesWhatItCanNotAcknowledgeAnyMore() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        send(1);
        var message = next();
        channel.abort();

        assertThatExceptionOfType(AlreadyClosedException.class)
                .isThrownBy(() -> settlement.settle(List.of(message), TestJobs.matches(job, 0, 1), channel));

        assertThat(JOBS.outcomesOf(job)).containsExactly(0);
        assertComesBack(1);
    }

    private void send(int count) throws Exception {
        for (int n = 0; n < count; n++) {
            channel.basicPublish("", queue, MessageProperties.MINIMAL_PERSISTENT_BASIC, new byte[] {1});
        }
        await().until(() -> channel.messageCount(queue) == count);
    }

    private Delivery next() throws Exception {
        var got = Objects.requireNonNull(channel.basicGet(queue, false));
        var properties = new org.springframework.amqp.core.MessageProperties();
        properties.setDeliveryTag(got.getEnvelope().getDeliveryTag());
        return Delivery.of(new Message(got.getBody(), properties));
    }

    /** So many messages were not acknowledged, and are delivered again when their consumer is gone. */
    private void assertComesBack(int count) throws Exception {
        channel.abort();
        channel = connection.createChannel();
        await().untilAsserted(() -> assertThat(channel.messageCount(queue)).isEqualTo(count));
        channel.queueDelete(queue);
    }
}
