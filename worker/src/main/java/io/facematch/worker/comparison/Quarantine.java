package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.job.PairId;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.PairMessage;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.springframework.amqp.core.Message;

/** Moves pairs, sealed as they are, to the suspect queue: published there with confirm, then acknowledged here. */
final class Quarantine {
    private final ConfirmedPublisher publisher;
    private final InstantSource clock;

    Quarantine(ConfirmedPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void take(List<Message> messages, Channel channel) throws BrokerUnavailable, IOException {
        try (var batch = publisher.open()) {
            for (var message : messages) {
                // Without an id nobody waits for it.
                var id = PairMessage.idOf(message.getMessageProperties());
                if (id.isPresent()) {
                    batch.publish(Topology.SUSPECT, sealed(id.get(), message));
                }
            }
            batch.awaitConfirms();
        }
        for (var message : messages) {
            channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
        }
    }

    private PairMessage sealed(PairId id, Message message) {
        var properties = message.getMessageProperties();
        var now = clock.instant();
        var publishedAt = now.minus(PairMessage.queued(properties, now));
        return new PairMessage(id, message.getBody(), publishedAt, properties.getReplyTo(), null);
    }
}
