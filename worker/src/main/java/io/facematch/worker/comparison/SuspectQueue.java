package io.facematch.worker.comparison;

import com.rabbitmq.client.Channel;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.Delivery;
import io.facematch.queue.Publishers;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.util.List;

/** Moves pairs, sealed as they are, to the suspect queue: published there with confirm, then acknowledged here. */
final class SuspectQueue implements AutoCloseable {
    private final ConfirmedPublisher publisher;

    SuspectQueue(Publishers publishers) {
        this.publisher = publishers.to(Topology.SET_ASIDE);
    }

    /** @param suspects each genuine */
    void take(List<Delivery> suspects, Channel channel) throws BrokerUnavailable, IOException {
        try (var batch = publisher.open()) {
            for (var suspect : suspects) {
                batch.publish(Topology.SUSPECT, suspect.again());
            }
            batch.awaitConfirms();
        }
        for (var suspect : suspects) {
            channel.basicAck(suspect.tag(), false);
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
