package io.facematch.standalone.benchmark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.ConnectionFactory;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.testing.TestBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnusedBrokerIT {

    @Test
    void refusesBrokerWithWork() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(TestBroker.uri());
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            var queue = channel.queueDeclare("", false, false, true, Map.of()).getQueue();
            var queues = List.of("facematch.no-such-queue", queue);
            assertThatCode(() -> UnusedBroker.require(TestBroker.uri(), queues)).doesNotThrowAnyException();

            channel.confirmSelect();
            channel.basicPublish("", queue, null, new byte[1]);
            channel.waitForConfirmsOrDie();

            assertThatExceptionOfType(CommandFailed.class)
                    .isThrownBy(() -> UnusedBroker.require(TestBroker.uri(), queues))
                    .withMessageContaining(queue);
            channel.queueDelete(queue);
        }
    }

    @Test
    void saysThatTheBrokerIsNotThereWithoutItsPassword() {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> UnusedBroker.require("amqp://guest:top-secret@localhost:1"))
                .withMessageContaining("can't be reached")
                .withMessageNotContaining("top-secret");
    }
}
