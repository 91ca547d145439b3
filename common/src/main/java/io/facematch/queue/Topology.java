package io.facematch.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;

/**
 * The exchange and the queues, declared alike by both processes. The number of queues is fixed: a bulk job shares a
 * lane, no job has a queue of its own. Works on RabbitMQ 3.10 and later.
 */
public final class Topology {
    public static final String EXCHANGE = "facematch.comparisons";
    public static final String SINGLE = "facematch.single";
    public static final String SUSPECT = "facematch.suspect";
    public static final String DEAD = "facematch.dead";
    public static final int LANES = 8;
    /** The first lanes are for jobs whose pairs are all small: of those, a worker may hold many. */
    public static final int SMALL_LANES = 5;
    /** Sealed bytes of the largest small pair. */
    public static final int SMALL_PAIR_BYTES = 512 << 10;

    /**
     * Sealed bytes that a queue holds at most; more is refused to the publisher. Room for two archives of the default
     * size limit.
     */
    public static final long MAX_QUEUE_BYTES = 4L << 30;

    /** A last resort, far above the deliveries of a healthy pair: the suspect queue decides long before. */
    private static final int DELIVERY_LIMIT = 50;

    private Topology() {}

    public static String lane(int lane) {
        return "facematch.bulk." + lane;
    }

    public static List<String> lanes() {
        return IntStream.range(0, LANES).mapToObj(Topology::lane).toList();
    }

    /** Of jobs whose pairs are all small. */
    public static List<String> smallLanes() {
        return lanes().subList(0, SMALL_LANES);
    }

    /** Of jobs with a pair that is not small. */
    public static List<String> largeLanes() {
        return lanes().subList(SMALL_LANES, LANES);
    }

    public static Declarables declarables() {
        var exchange = new DirectExchange(EXCHANGE);
        var declarables = new ArrayList<Declarable>(List.of(exchange));
        var working = new ArrayList<>(lanes());
        working.add(SINGLE);
        working.add(SUSPECT);
        for (var name : working) {
            var queue = QueueBuilder.durable(name)
                    .quorum()
                    .deliveryLimit(DELIVERY_LIMIT)
                    .withArgument("x-max-length-bytes", MAX_QUEUE_BYTES)
                    .withArgument("x-overflow", "reject-publish")
                    .deadLetterExchange(EXCHANGE)
                    .deadLetterRoutingKey(DEAD)
                    .withArgument("x-dead-letter-strategy", "at-least-once")
                    .build();
            declarables.addAll(bound(queue, exchange));
        }
        // By default, RabbitMQ 4 drops a message after 20 deliveries. No limit would be -1, which 3.10 does not know.
        declarables.addAll(bound(
                QueueBuilder.durable(DEAD)
                        .quorum()
                        .deliveryLimit(Integer.MAX_VALUE)
                        .build(),
                exchange));
        return new Declarables(declarables);
    }

    private static List<Declarable> bound(Queue queue, DirectExchange exchange) {
        return List.of(queue, BindingBuilder.bind(queue).to(exchange).withQueueName());
    }
}
