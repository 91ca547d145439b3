package io.facematch.queue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The exchanges and queues, which the API declares where the broker does not know them from its definitions. A broker
 * allows or forbids publishing by exchange, so each kind of message has one of its own. The number of queues is fixed: a
 * bulk job shares a lane, no job has a queue of its own. Works on RabbitMQ 3.10 and later.
 */
public final class Topology {
    /** To which only the API publishes: each queue by its name. The broker dead-letters through it, too. */
    public static final String COMPARISONS = "facematch.comparisons";
    /** To which a worker publishes what it sets aside: leads to {@link #SUSPECT} only. */
    public static final String SET_ASIDE = "facematch.set-aside";
    /** To which a worker publishes that an outcome is stored: each API process by its own queue's name. */
    public static final String REPLIES = "facematch.replies";

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

    /** All that hold pairs. */
    public static List<String> queues() {
        return Stream.concat(lanes().stream(), Stream.of(SINGLE, SUSPECT, DEAD)).toList();
    }

    static List<String> exchanges() {
        return List.of(COMPARISONS, SET_ASIDE, REPLIES);
    }

    /** With what each queue is declared: always alike, or the broker would refuse it. */
    static Map<String, Object> arguments(String queue) {
        if (queue.equals(DEAD)) {
            // By default, RabbitMQ 4 drops a message after 20 deliveries. No limit would be -1, which 3.10 does not
            // know.
            return Map.of("x-queue-type", "quorum", "x-delivery-limit", Integer.MAX_VALUE);
        }
        return Map.of(
                "x-queue-type",
                "quorum",
                "x-delivery-limit",
                DELIVERY_LIMIT,
                "x-max-length-bytes",
                MAX_QUEUE_BYTES,
                "x-overflow",
                "reject-publish",
                "x-dead-letter-exchange",
                COMPARISONS,
                "x-dead-letter-routing-key",
                DEAD,
                "x-dead-letter-strategy",
                "at-least-once");
    }

    /** Declares everything; what is there already stays as it is. */
    public static void declare(Channel channel) throws IOException {
        channel.exchangeDeclare(COMPARISONS, BuiltinExchangeType.DIRECT, true);
        channel.exchangeDeclare(SET_ASIDE, BuiltinExchangeType.DIRECT, true);
        for (var queue : queues()) {
            channel.queueDeclare(queue, true, false, false, arguments(queue));
            channel.queueBind(queue, COMPARISONS, queue);
        }
        channel.queueBind(SUSPECT, SET_ASIDE, SUSPECT);
        // Last: where it is, nobody died half-way, and all bindings are there.
        channel.exchangeDeclare(REPLIES, BuiltinExchangeType.DIRECT, true);
    }

    /** What is not there, if anything; then the channel is closed. Needs no right at the broker. */
    public static Optional<String> missing(Channel channel) throws IOException {
        for (var queue : queues()) {
            if (!isThere(() -> channel.queueDeclarePassive(queue))) {
                return Optional.of(queue);
            }
        }
        for (var exchange : exchanges()) {
            if (!isThere(() -> channel.exchangeDeclarePassive(exchange))) {
                return Optional.of(exchange);
            }
        }
        return Optional.empty();
    }

    private interface Question {
        void ask() throws IOException;
    }

    private static boolean isThere(Question question) throws IOException {
        try {
            question.ask();
            return true;
        } catch (IOException e) {
            if (isClosedWith(AMQP.NOT_FOUND, e)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether the broker closed the channel for this reason. */
    static boolean isClosedWith(int code, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == code) {
                return true;
            }
        }
        return false;
    }
}
