package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.Delivery;
import io.facematch.queue.PublishedPair;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** Moves pairs, sealed as they are, to the suspect queue: published there with confirm, then acknowledged here. */
final class SuspectQueue {
    private final ConfirmedPublisher publisher;
    private final InstantSource clock;

    SuspectQueue(ConfirmedPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** @param suspects each with its pair */
    void take(List<Delivery> suspects, Channel channel) throws BrokerUnavailable, IOException {
        try (var batch = publisher.open()) {
            for (var suspect : suspects) {
                batch.publish(Topology.SUSPECT, sealed(suspect));
            }
            batch.awaitConfirms();
        }
        for (var suspect : suspects) {
            channel.basicAck(suspect.tag(), false);
        }
    }

    private PublishedPair sealed(Delivery suspect) {
        var now = clock.instant();
        return new PublishedPair(
                suspect.pair().orElseThrow(),
                suspect.sealed(),
                now.minus(suspect.queued(now)),
                suspect.replyTo(),
                null);
    }
}
