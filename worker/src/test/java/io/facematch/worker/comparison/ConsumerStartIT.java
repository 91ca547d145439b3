package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.ConnectionFactory;
import io.facematch.queue.Topology;
import io.facematch.testing.TestBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A worker takes pairs only where it can also set them aside and answer, and says what it waits for. */
@ExtendWith(OutputCaptureExtension.class)
class ConsumerStartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void waitsForWhatTheApiDeclares(CapturedOutput output) throws Exception {
        var broker = new ConnectionFactory();
        broker.setUri(TestBroker.uri());
        var connections = new CachingConnectionFactory(broker);
        try (var connection = broker.newConnection("test")) {
            var channel = connection.createChannel();
            Topology.declare(channel);
            // A broker of version 0.1 has the queues, but no such exchange.
            channel.exchangeDelete(Topology.SET_ASIDE);
            var consumer = new SimpleMessageListenerContainer(connections);
            consumer.setAutoStartup(false);
            consumer.setQueueNames(Topology.SUSPECT);
            consumer.setMessageListener(message -> {});
            var start = new ConsumerStart(new RabbitTemplate(connections), List.of(consumer));

            start.start();
            try {
                assertThat(output).contains("facematch.set-aside is not at the broker yet. An API");
                assertThat(consumer.isRunning()).isFalse();

                Topology.declare(channel);

                await().atMost(PATIENCE).until(consumer::isRunning);
            } finally {
                start.stop();
                consumer.stop();
            }
        } finally {
            connections.destroy();
        }
    }

    @Test
    void waitsForABrokerThatIsAwayAndEndsWhenTheWorkerDoes(CapturedOutput output) {
        var nowhere = new CachingConnectionFactory("127.0.0.1", 1);
        var consumer = new SimpleMessageListenerContainer(nowhere);
        consumer.setAutoStartup(false);
        var start = new ConsumerStart(new RabbitTemplate(nowhere), List.of(consumer));

        start.start();
        start.stop();

        assertThat(output).contains("The broker can't be reached");
        assertThat(consumer.isRunning()).isFalse();
        nowhere.destroy();
    }
}
