package io.facematch.queue;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.SocketConfigurators;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of its own for publishing, since a broker that lacks memory or disk blocks whole connections. Safe for
 * use by many threads; each publishes through a {@link PublishingBatch} of its own.
 */
public final class ConfirmedPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedPublisher.class);
    /** How long nothing may be confirmed before a batch says that the broker is unavailable. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_KEPT = Duration.ofSeconds(1);
    private static final String NOWHERE = "facematch.nowhere";

    private final ConnectionFactory factory;
    private final List<Address> addresses;
    private final String exchange;
    private final Duration stallLimit;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor watchdog;
    /** Held while a connection is opened, which may take as long as the timeouts allow. */
    private final ReentrantLock connecting = new ReentrantLock();

    private volatile @Nullable Link link;
    private volatile @Nullable Socket lastSocket;
    private volatile boolean reachable = true;
    private volatile boolean closed;

    /** For one broker, that of {@code factory}. */
    ConfirmedPublisher(ConnectionFactory factory, String exchange, Duration stallLimit) {
        this(factory, List.of(new Address(factory.getHost(), factory.getPort())), exchange, stallLimit, PATIENCE);
    }

    /**
     * @param factory copied; its connections recover by being opened again, not by themselves
     * @param addresses of the brokers of one cluster, any of which will do
     * @param exchange to which all is published; the only one that the broker's user must be allowed to write to
     * @param stallLimit how long one publish may hang in the socket, or every confirm be missing, before the connection
     *     is given up
     * @param patience how long nothing may be confirmed before a batch says that the broker is unavailable
     */
    ConfirmedPublisher(
            ConnectionFactory factory,
            List<Address> addresses,
            String exchange,
            Duration stallLimit,
            Duration patience) {
        this.factory = factory.clone();
        this.factory.setAutomaticRecoveryEnabled(false);
        this.factory.setChannelRpcTimeout(Math.toIntExact(stallLimit.toMillis()));
        // Beside what is configured there: with TLS that the broker's name is the one in its certificate.
        var configured = factory.getSocketConfigurator();
        this.factory.setSocketConfigurator((configured == null ? SocketConfigurators.defaultConfigurator() : configured)
                .andThen(opened -> this.lastSocket = opened));
        this.addresses = List.copyOf(addresses);
        this.exchange = exchange;
        this.stallLimit = stallLimit;
        this.patience = patience;
        this.watchdog = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("publish-watchdog").factory());
        this.watchdog.setRemoveOnCancelPolicy(true);
    }

    /** A connection, its socket, and the broker's last answer on it. */
    private static final class Link {
        private final Connection connection;
        private final @Nullable Socket socket;
        /** Changed with the lock below. */
        private Channel questions;

        private final ReentrantLock asking = new ReentrantLock();
        private volatile CountDownLatch answer = new CountDownLatch(1);
        private volatile boolean blocked;
        private volatile boolean answers;
        private volatile boolean known;
        private volatile long askedAt;

        Link(Connection connection, @Nullable Socket socket, Channel questions) {
            this.connection = connection;
            this.socket = socket;
            this.questions = questions;
            connection.addBlockedListener(
                    reason -> {
                        blocked = true;
                        answer.countDown();
                    },
                    () -> blocked = false);
            listenOn(questions);
        }

        private void listenOn(Channel opened) {
            questions = opened;
            opened.addConfirmListener((number, multiple) -> answer.countDown(), (number, multiple) -> {});
            opened.addShutdownListener(cause -> answer.countDown());
        }

        boolean isOpen() {
            return connection.isOpen();
        }

        /** Whether the last answer still counts. */
        boolean isFresh() {
            return known && System.nanoTime() - askedAt < ANSWER_KEPT.toNanos();
        }

        /**
         * Whether this thread is the one to ask. If another one is asking, it is not; but while no answer is known, it
         * waits.
         */
        boolean takeTurn() {
            try {
                return known ? asking.tryLock() : asking.tryLock(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** A batch for one thread. Touches the network only with its first message. */
    public PublishingBatch open() {
        return new PublishingBatch(this);
    }

    /**
     * Whether the broker takes work now: it answers, and has not blocked this connection for lack of memory or disk.
     * When the last answer is old, one caller asks the broker; the others get the last answer, or wait for the first
     * one when the process has just started.
     */
    public boolean isAccepting() {
        var current = link;
        if (current == null || !current.isOpen()) {
            current = connected();
            if (current == null) {
                return false;
            }
        }
        if (!current.blocked && !current.isFresh()) {
            ask(current);
        }
        return current.isOpen() && current.answers && !current.blocked;
    }

    /** The open link, which another thread may be opening now; null when it is not open in time. */
    private @Nullable Link connected() {
        try {
            if (!connecting.tryLock(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        try {
            return connect();
        } catch (IOException | TimeoutException e) {
            return null;
        } finally {
            connecting.unlock();
        }
    }

    /**
     * A broker that lacks memory or disk blocks a connection, and says so, only after something was published there. So
     * this publishes a message that no queue gets, and waits until the broker confirms it or blocks.
     */
    private void ask(Link asked) {
        if (!asked.takeTurn()) {
            return;
        }
        if (asked.isFresh()) {
            asked.asking.unlock(); // another thread has just asked
            return;
        }
        try {
            if (!asked.questions.isOpen()) {
                // The broker closes it while the exchange is not there, or closed to this user.
                asked.listenOn(guarded(asked.connection, () -> newChannel(asked.connection)));
            }
            asked.answer = new CountDownLatch(1);
            guarded(asked.connection, () -> {
                asked.questions.basicPublish(exchange, NOWHERE, null, new byte[0]);
                return null;
            });
            asked.answers =
                    asked.answer.await(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && asked.questions.isOpen();
        } catch (IOException | ShutdownSignalException e) {
            asked.answers = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            asked.askedAt = System.nanoTime();
            asked.known = true;
            asked.asking.unlock();
        }
    }

    Channel newChannel() throws IOException, TimeoutException {
        var connection = connection();
        try {
            return guarded(connection, () -> newChannel(connection));
        } catch (IOException e) {
            // The broker did not answer even this, so it will answer nothing on this connection.
            giveUp(connection);
            throw e;
        }
    }

    String exchange() {
        return exchange;
    }

    Duration stallLimit() {
        return stallLimit;
    }

    Duration patience() {
        return patience;
    }

    boolean isClosed() {
        return closed;
    }

    /** A call that writes to the broker. */
    interface Exchange<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /** Runs a call that may hang in the socket for ever: a broker without disk stops reading. */
    <T extends @Nullable Object> T guarded(Connection connection, Exchange<T> exchange) throws IOException {
        var alarm = watchdog.schedule(() -> giveUp(connection), stallLimit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return exchange.run();
        } finally {
            alarm.cancel(false);
        }
    }

    /**
     * Drops a connection by its socket, since an orderly close would write to it, too. The next use opens another one.
     */
    void giveUp(Connection connection) {
        var current = link;
        // If it is not the current connection, it is closed already, and the current one may be fine.
        if (current == null || !current.connection.equals(connection) || current.socket == null) {
            return;
        }
        LOG.warn("The broker did not take or confirm a message for {}; the connection is opened again", stallLimit);
        try {
            // Does not wait for what TLS or the system has not sent yet.
            current.socket.setSoLinger(true, 0);
            current.socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a stalled socket failed", e);
        }
    }

    private Connection connection() throws IOException, TimeoutException {
        var current = link;
        if (current != null && current.isOpen()) {
            return current.connection;
        }
        connecting.lock();
        try {
            return connect().connection;
        } finally {
            connecting.unlock();
        }
    }

    /** To be called with the lock. */
    private Link connect() throws IOException, TimeoutException {
        var current = link;
        if (current != null && current.isOpen()) {
            return current;
        }
        if (closed) {
            throw new IOException("the publisher is closed");
        }
        try {
            var connection = factory.newConnection(addresses, "facematch-publisher");
            var questions = newChannel(connection);
            var opened = new Link(connection, lastSocket, questions);
            link = opened;
            ask(opened);
            if (!reachable) {
                LOG.info("The broker answers again");
            }
            reachable = true;
            return opened;
        } catch (IOException | TimeoutException e) {
            if (reachable) {
                LOG.warn("The broker can't be reached: {}", e.toString());
            }
            reachable = false;
            throw e;
        }
    }

    private static Channel newChannel(Connection connection) throws IOException {
        var channel = connection.createChannel();
        if (channel == null) {
            throw new IOException("the broker's limit of channels is reached");
        }
        channel.confirmSelect();
        return channel;
    }

    @Override
    public void close() {
        closed = true;
        watchdog.shutdownNow();
        var current = link;
        if (current != null) {
            current.connection.abort(Math.toIntExact(stallLimit.toMillis()));
        }
    }
}
