package io.facematch.queue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes persistent, mandatory messages with publisher confirms, at most {@link #WINDOW} unconfirmed at a time. A
 * return, a refusal, a lost channel and a missing confirm all mean "unknown": the message is published again, since a
 * pair that arrives twice is harmless and one that is lost is not. For one thread; the broker's answers arrive on the
 * connection's thread.
 */
public final class PublishingBatch implements AutoCloseable {
    static final int WINDOW = 64;
    /** A window of the largest pairs would be a gigabyte. */
    static final long WINDOW_BYTES = 32L << 20;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Is told once of each message. Runs on a thread of the connection, and must not wait there. */
    @FunctionalInterface
    public interface Settled {
        /** @param isConfirmed whether the message is durable in a queue; false when the batch was closed before that was known */
        void settled(boolean isConfirmed);
    }

    private record Unconfirmed(String queue, PublishedPair message, Settled settled) {}

    private final ConfirmedPublisher publisher;
    /** Guards the fields below. Nothing is sent while it is held. */
    private final Object lock = new Object();

    /** By number of publishing, which counts from 1 on each channel. */
    private final TreeMap<Long, Unconfirmed> unconfirmed = new TreeMap<>();

    /** By identity: two messages may be alike. */
    private final Set<Unconfirmed> unfinished = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<Long> returned = new HashSet<>();
    private final Queue<Unconfirmed> again = new ArrayDeque<>();
    private @Nullable Channel channel;
    private Duration pause = SHORTEST_PAUSE;
    private long lastAnswer;
    private boolean inTrouble;
    private long troubleSince;

    PublishingBatch(ConfirmedPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Publishes, waiting while the window is full. The message is durable only after {@link #awaitConfirms}.
     *
     * @throws BrokerUnavailable when for a minute everything was refused or lost; what was published until then is
     *     unknown
     */
    public void publish(String queue, PublishedPair message) throws BrokerUnavailable {
        publish(queue, message, isConfirmed -> {});
    }

    /** The same. */
    public void publish(String queue, PublishedPair message, Settled settled) throws BrokerUnavailable {
        var unconfirmed = new Unconfirmed(queue, message, settled);
        synchronized (lock) {
            unfinished.add(unconfirmed);
        }
        settleUntil(() -> hasRoomFor(message));
        send(unconfirmed);
    }

    /**
     * Publishes again what the broker refused or lost until now. To be called by who waits for something else before the
     * next message: what is not published again is never confirmed.
     */
    public void catchUp() throws BrokerUnavailable {
        settleUntil(again::isEmpty);
    }

    /** Returns when every message of this batch is durable in a queue. */
    public void awaitConfirms() throws BrokerUnavailable {
        settleUntil(this::isSettled);
    }

    private boolean isSettled() {
        return unconfirmed.isEmpty() && again.isEmpty();
    }

    private boolean hasRoomFor(PublishedPair message) {
        if (!again.isEmpty()) {
            return false;
        }
        var bytes = unconfirmed.values().stream()
                .mapToLong(waiting -> waiting.message().sealed().length)
                .sum();
        return unconfirmed.isEmpty()
                || (unconfirmed.size() < WINDOW && bytes + message.sealed().length <= WINDOW_BYTES);
    }

    private void settleUntil(BooleanSupplier settled) throws BrokerUnavailable {
        while (true) {
            List<Unconfirmed> resend;
            synchronized (lock) {
                forgetLostChannel();
                if (settled.getAsBoolean()) {
                    return;
                }
                if (again.isEmpty()) {
                    awaitAnswer(settled);
                    continue;
                }
                pause();
                resend = List.copyOf(again);
                again.clear();
            }
            for (var message : resend) {
                send(message);
            }
        }
    }

    /** Waits for an answer of the broker; gives up a connection without answers for too long. */
    private void awaitAnswer(BooleanSupplier settled) throws BrokerUnavailable {
        var limit = publisher.stallLimit().toNanos();
        var before = lastAnswer;
        awaitUntil(() -> settled.getAsBoolean() || !again.isEmpty() || isChannelLost(), before + limit);
        if (lastAnswer == before && channel != null && System.nanoTime() - before >= limit) {
            publisher.giveUp(channel.getConnection());
            // The end of the channel will be reported like any other.
            lastAnswer = System.nanoTime();
        }
    }

    /**
     * Pauses before messages are published again: at once, the broker would refuse them again, and a full queue needs
     * time to drain. Answers that arrive meanwhile do not shorten the pause.
     */
    private void pause() throws BrokerUnavailable {
        var now = System.nanoTime();
        if (!inTrouble) {
            inTrouble = true;
            troubleSince = now;
        }
        if (publisher.isClosed() || now - troubleSince > publisher.patience().toNanos()) {
            throw new BrokerUnavailable();
        }
        var end = now + pause.toNanos();
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        awaitUntil(() -> false, end);
    }

    /** @param end in the time of {@link System#nanoTime} */
    private void awaitUntil(BooleanSupplier condition, long end) throws BrokerUnavailable {
        try {
            while (!condition.getAsBoolean() && end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(1_000_000, end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailable();
        }
    }

    private void send(Unconfirmed message) throws BrokerUnavailable {
        while (true) {
            try {
                trySend(message);
                return;
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                synchronized (lock) {
                    pause();
                }
            }
        }
    }

    private void trySend(Unconfirmed message) throws IOException, TimeoutException {
        var open = open();
        var number = open.getNextPublishSeqNo();
        var properties = message.message()
                .properties()
                .builder()
                .messageId(Long.toString(number))
                .build();
        synchronized (lock) {
            if (unconfirmed.isEmpty()) {
                lastAnswer = System.nanoTime();
            }
            unconfirmed.put(number, message);
        }
        try {
            publisher.guarded(open.getConnection(), () -> {
                open.basicPublish(
                        publisher.exchange(),
                        message.queue(),
                        true,
                        properties,
                        message.message().sealed());
                return null;
            });
        } catch (IOException | RuntimeException e) {
            synchronized (lock) {
                // The caller sends this one again; the others of the window follow in settleUntil().
                unconfirmed.remove(number);
            }
            throw e;
        }
    }

    private Channel open() throws IOException, TimeoutException {
        synchronized (lock) {
            forgetLostChannel();
            if (channel != null) {
                return channel;
            }
        }
        var opened = publisher.newChannel();
        opened.addReturnListener(message -> onReturn(opened, message));
        opened.addConfirmListener(
                (number, multiple) -> onConfirm(opened, number, multiple, true),
                (number, multiple) -> onConfirm(opened, number, multiple, false));
        opened.addShutdownListener(cause -> {
            synchronized (lock) {
                lock.notifyAll();
            }
        });
        synchronized (lock) {
            channel = opened;
        }
        return opened;
    }

    /** What a lost channel left unconfirmed is to be sent again, before the numbers of the next one begin. */
    private void forgetLostChannel() {
        if (isChannelLost()) {
            again.addAll(unconfirmed.values());
            unconfirmed.clear();
            returned.clear();
            channel = null;
        }
    }

    private boolean isChannelLost() {
        return channel == null || !channel.isOpen();
    }

    /** The broker returns an unroutable message first and then confirms it all the same. */
    private void onReturn(Channel from, Return message) {
        synchronized (lock) {
            if (from.equals(channel)) {
                returned.add(Long.valueOf(message.getProperties().getMessageId()));
            }
        }
    }

    private void onConfirm(Channel from, long number, boolean multiple, boolean positive) {
        synchronized (lock) {
            if (!from.equals(channel)) {
                return;
            }
            lastAnswer = System.nanoTime();
            var answered =
                    multiple ? unconfirmed.headMap(number, true) : unconfirmed.subMap(number, true, number, true);
            for (var entry : answered.entrySet()) {
                var unroutable = returned.remove(entry.getKey());
                if (!positive || unroutable) {
                    again.add(entry.getValue());
                } else {
                    inTrouble = false;
                    pause = SHORTEST_PAUSE;
                    if (unfinished.remove(entry.getValue())) {
                        entry.getValue().settled().settled(true);
                    }
                }
            }
            answered.clear();
            lock.notifyAll();
        }
    }

    @Override
    public void close() {
        Channel open;
        synchronized (lock) {
            open = channel;
            channel = null;
            unfinished.forEach(message -> message.settled().settled(false));
            unfinished.clear();
        }
        if (open == null || !open.isOpen()) {
            return;
        }
        try {
            publisher.guarded(open.getConnection(), () -> {
                open.abort();
                return null;
            });
        } catch (IOException e) {
            // The channel is given up anyway.
        }
    }

    /** The broker can't be reached, blocks, or refuses; try again later. */
    public static final class BrokerUnavailable extends Exception {
        public BrokerUnavailable() {
            super("the message broker does not take messages now");
        }
    }
}
