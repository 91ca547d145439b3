package io.facematch.queue;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import java.time.Duration;
import java.util.List;

/** Makes publishers, each for one exchange: at the broker a user may publish to some exchanges, not to some queues. */
public final class Publishers {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(15);

    private final ConnectionFactory factory;
    private final List<Address> addresses;

    Publishers(ConnectionFactory factory, List<Address> addresses) {
        this.factory = factory;
        this.addresses = List.copyOf(addresses);
    }

    /** The caller's to close. */
    public ConfirmedPublisher to(String exchange) {
        return new ConfirmedPublisher(factory, addresses, exchange, STALL_LIMIT, ConfirmedPublisher.PATIENCE);
    }
}
