package io.facematch.queue;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes persistent, mandatory messages with publisher confirms, at most {@link #WINDOW} unconfirmed at a time. A
 * return, a refusal, a lost channel and a missing confirm all mean "unknown": the message is published again, since a
 * pair that arrives twice is harmless and one that is lost is not. For one thread; the broker's answers arrive on the
 * connection's thread.
 */
public final class PublishingBatch implements AutoCloseable {
    static final int WINDOW = 64;

    /** Without a single confirm for so long the broker counts as unavailable. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration BACK_OFF = Duration.ofMillis(200);

    private record Unconfirmed(String queue, PairMessage message) {}

    private final ConfirmedPublisher publisher;
    private final TreeMap<Long, Unconfirmed> unconfirmed = new TreeMap<>();
    private final Set<Long> returned = new HashSet<>();
    private final Queue<Unconfirmed> again = new ArrayDeque<>();
    private @Nullable Channel channel;
    private long lastProgress = System.nanoTime();

    PublishingBatch(ConfirmedPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Publishes, waiting while the window is full. The message is durable only after {@link #awaitConfirms}.
     *
     * @throws BrokerUnavailable when nothing was confirmed for a minute; what was published until then is unknown
     */
    public void publish(String queue, PairMessage message) throws BrokerUnavailable {
        synchronized (unconfirmed) {
            if (unconfirmed.isEmpty() && again.isEmpty()) {
                lastProgress = System.nanoTime();
            }
        }
        send(new Unconfirmed(queue, message));
        settle(WINDOW - 1);
    }

    /** Returns when every message of this batch is durable in a queue. */
    public void awaitConfirms() throws BrokerUnavailable {
        settle(0);
    }

    private void settle(int allowed) throws BrokerUnavailable {
        while (true) {
            List<Unconfirmed> resend = new ArrayList<>();
            synchronized (unconfirmed) {
                if (unconfirmed.size() + again.size() <= allowed) {
                    return;
                }
                if (again.isEmpty() && isUsable()) {
                    await(publisher.stallLimit());
                }
                if (again.isEmpty() && isStalled()) {
                    publisher.giveUp();
                }
                if (!isUsable()) {
                    again.addAll(unconfirmed.values());
                    unconfirmed.clear();
                    returned.clear();
                    channel = null;
                }
                if (!again.isEmpty()) {
                    requirePatience();
                    // What was refused is refused again at once; a full queue needs a moment to drain.
                    await(BACK_OFF);
                    resend.addAll(again);
                    again.clear();
                }
            }
            for (var message : resend) {
                send(message);
            }
        }
    }

    private void send(Unconfirmed message) throws BrokerUnavailable {
        while (true) {
            try {
                var open = open();
                var number = open.getNextPublishSeqNo();
                var properties = message.message()
                        .properties()
                        .builder()
                        .messageId(Long.toString(number))
                        .build();
                synchronized (unconfirmed) {
                    unconfirmed.put(number, message);
                }
                publisher.guarded(() -> publish(open, message, properties));
                return;
            } catch (IOException | TimeoutException | RuntimeException e) {
                synchronized (unconfirmed) {
                    // The rest of the window is published again by settle(), this one right here.
                    unconfirmed.values().remove(message);
                    if (!isUsable()) {
                        again.addAll(unconfirmed.values());
                        unconfirmed.clear();
                        returned.clear();
                        channel = null;
                    }
                    requirePatience();
                    await(BACK_OFF);
                }
            }
        }
    }

    private static void publish(Channel channel, Unconfirmed message, BasicProperties properties) throws IOException {
        channel.basicPublish(
                Topology.EXCHANGE,
                message.queue(),
                true,
                properties,
                message.message().sealed());
    }

    private Channel open() throws IOException, TimeoutException {
        var current = channel;
        if (current != null && current.isOpen()) {
            return current;
        }
        var opened = publisher.newChannel();
        opened.addReturnListener(this::onReturn);
        opened.addConfirmListener(
                (number, multiple) -> onConfirm(number, multiple, true),
                (number, multiple) -> onConfirm(number, multiple, false));
        opened.addShutdownListener(cause -> {
            synchronized (unconfirmed) {
                unconfirmed.notifyAll();
            }
        });
        channel = opened;
        return opened;
    }

    /** The broker returns an unroutable message first and then confirms it all the same. */
    private void onReturn(Return message) {
        synchronized (unconfirmed) {
            returned.add(Long.valueOf(message.getProperties().getMessageId()));
        }
    }

    private void onConfirm(long number, boolean multiple, boolean positive) {
        synchronized (unconfirmed) {
            var answered =
                    multiple ? unconfirmed.headMap(number, true) : unconfirmed.subMap(number, true, number, true);
            for (var entry : answered.entrySet()) {
                if (!positive || returned.remove(entry.getKey())) {
                    again.add(entry.getValue());
                } else {
                    lastProgress = System.nanoTime();
                }
            }
            answered.clear();
            unconfirmed.notifyAll();
        }
    }

    private boolean isUsable() {
        return channel != null && channel.isOpen();
    }

    private boolean isStalled() {
        return System.nanoTime() - lastProgress > publisher.stallLimit().toNanos() && !unconfirmed.isEmpty();
    }

    private void requirePatience() throws BrokerUnavailable {
        if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
            throw new BrokerUnavailable();
        }
    }

    private void await(Duration atMost) throws BrokerUnavailable {
        try {
            unconfirmed.wait(atMost.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailable();
        }
    }

    @Override
    public void close() {
        var open = channel;
        if (open != null && open.isOpen()) {
            try {
                open.abort();
            } catch (IOException e) {
                // An aborted channel has nothing left to say.
                channel = null;
            }
        }
    }

    /** The broker can't be reached, blocks, or refuses; try again later. */
    public static final class BrokerUnavailable extends Exception {
        BrokerUnavailable() {
            super("the message broker does not take messages now");
        }
    }
}
