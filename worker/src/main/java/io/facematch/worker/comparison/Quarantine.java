package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.PairMessage;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.amqp.core.Message;

/** Moves a pair, sealed as it is, to the suspect queue: published there with confirm, then acknowledged here. */
final class Quarantine {
    private final ConfirmedPublisher publisher;
    private final InstantSource clock;

    Quarantine(ConfirmedPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void take(Message message, Channel channel) throws BrokerUnavailable, IOException {
        var properties = message.getMessageProperties();
        var id = PairMessage.idOf(properties);
        if (id.isPresent()) {
            Instant publishedAt = clock.instant().minus(PairMessage.queued(properties, clock.instant()));
            try (var batch = publisher.open()) {
                batch.publish(
                        Topology.SUSPECT,
                        new PairMessage(id.get(), message.getBody(), publishedAt, properties.getReplyTo(), null));
                batch.awaitConfirms();
            }
        }
        channel.basicAck(properties.getDeliveryTag(), false);
    }
}
