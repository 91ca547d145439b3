package io.facematch.queue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurators;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of its own for publishing, since a broker in need blocks whole connections. Safe for use by many
 * threads; each publishes through a {@link PublishingBatch} of its own.
 */
public final class ConfirmedPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedPublisher.class);

    private final ConnectionFactory factory;
    private final Duration stallLimit;
    private final ScheduledThreadPoolExecutor watchdog;
    private final Object lock = new Object();
    private @Nullable Connection connection;
    private volatile @Nullable Socket socket;
    private volatile boolean blocked;

    /**
     * @param factory copied; its connections recover by being opened again, not by themselves
     * @param stallLimit how long one publish may hang in the socket, or every confirm be missing, before the connection
     *     is given up
     */
    public ConfirmedPublisher(ConnectionFactory factory, Duration stallLimit) {
        this.factory = factory.clone();
        this.factory.setAutomaticRecoveryEnabled(false);
        this.factory.setSocketConfigurator(
                SocketConfigurators.defaultConfigurator().andThen(opened -> this.socket = opened));
        this.stallLimit = stallLimit;
        this.watchdog = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("publish-watchdog").factory());
        this.watchdog.setRemoveOnCancelPolicy(true);
    }

    /** A batch for one thread. Touches the network only with its first message. */
    public PublishingBatch open() {
        return new PublishingBatch(this);
    }

    /**
     * Whether the broker takes work now: it answers, and has not blocked this connection for lack of memory or disk. Asks
     * the network only while there is no connection.
     */
    public boolean isAccepting() {
        try {
            connection();
            return !blocked;
        } catch (IOException | TimeoutException e) {
            return false;
        }
    }

    Channel newChannel() throws IOException, TimeoutException {
        var channel = connection().createChannel();
        if (channel == null) {
            throw new IOException("the broker's limit of channels is reached");
        }
        channel.confirmSelect();
        return channel;
    }

    Duration stallLimit() {
        return stallLimit;
    }

    /** Something that writes to the broker. */
    interface Publish {
        void run() throws IOException;
    }

    /** Runs a publish that may hang in the socket for ever: a broker out of disk stops reading. */
    void guarded(Publish publish) throws IOException {
        var alarm = watchdog.schedule(this::giveUp, stallLimit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            publish.run();
        } finally {
            alarm.cancel(false);
        }
    }

    /** Drops the connection by its socket, since closing it in order would have to write, too. The next use opens another. */
    void giveUp() {
        var dropped = socket;
        if (dropped == null) {
            return;
        }
        LOG.warn("The broker did not take or confirm a message for {}; the connection is opened anew", stallLimit);
        try {
            dropped.close();
        } catch (IOException e) {
            LOG.debug("Closing a stalled socket failed", e);
        }
    }

    private Connection connection() throws IOException, TimeoutException {
        synchronized (lock) {
            var current = connection;
            if (current == null || !current.isOpen()) {
                blocked = false;
                current = factory.newConnection("facematch-publisher");
                current.addBlockedListener(reason -> blocked = true, () -> blocked = false);
                connection = current;
            }
            return current;
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        synchronized (lock) {
            if (connection != null) {
                connection.abort((int) stallLimit.toMillis());
            }
        }
    }
}
