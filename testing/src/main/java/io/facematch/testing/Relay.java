package io.facematch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of its own in front of a service, and what may go wrong between the two: connections are cut and new ones refused,
 * are slow, fall silent, or break when the service has got a request whose answer then never arrives. Each fault counts for
 * open connections and for new ones, until {@link #heal}.
 */
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** Bound, but never listening: connections are refused, and no other process can take the port. */
    private final Socket port;

    private static final int CHUNK = 16 << 10;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object silence = new Object();
    private volatile Duration delay = Duration.ZERO;
    private volatile int bytesPerSecond = Integer.MAX_VALUE;
    private volatile boolean silent;
    private volatile String announcement = "";
    private volatile String fatalRequest = "";
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger answersLost = new AtomicInteger();
    private int target;
    private ServerSocket server;
    private Thread accepting;

    private Relay(int target) throws IOException {
        this.target = target;
        port = new Socket();
        port.setReuseAddress(true);
        port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = listen();
        accepting = accept(server);
    }

    public static Relay to(int target) {
        try {
            return new Relay(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port.getLocalPort();
    }

    /** Each piece of data, in both directions, arrives so much later. */
    public void slow(Duration by) {
        delay = by;
    }

    /** No connection carries more than this in either direction. */
    public void trickle(int atMostPerSecond) {
        bytesPerSecond = atMostPerSecond;
    }

    /** Connections stay open, and new ones open, but nothing passes: a cable is out. What was sent arrives after {@link #heal}. */
    public void fallSilent() {
        silent = true;
    }

    /** The same, of those connections alone that carried these other bytes before. */
    public void loseAnswersTo(String request, String after, int times) {
        announcement = after;
        fatalRequest = request;
        answersToLose.set(times);
    }

    /**
     * The next connections that carry these bytes to the service break as soon as the service has answered: it did what it
     * was asked, and who asked does not know. So many times.
     */
    public void loseAnswersTo(String request, int times) {
        loseAnswersTo(request, "", times);
    }

    /** How often an answer was lost so far. */
    public int answersLost() {
        return answersLost.get();
    }

    /** Ends all faults but a cut, which {@link #mend} ends. */
    public void heal() {
        delay = Duration.ZERO;
        bytesPerSecond = Integer.MAX_VALUE;
        answersToLose.set(0);
        synchronized (silence) {
            silent = false;
            silence.notifyAll();
        }
    }

    /** Connections break, and new ones are refused. */
    public void cut() {
        Thread closed;
        synchronized (this) {
            close(server);
            sockets.forEach(Relay::close);
            sockets.clear();
            closed = accepting;
        }
        synchronized (silence) {
            silence.notifyAll();
        }
        // While a thread is still within accept, the system counts the port as in use, and mending would fail.
        try {
            closed.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a relay is cut", e);
        }
    }

    public synchronized void mend() {
        if (server.isClosed()) {
            try {
                server = listen();
                accepting = accept(server);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public synchronized void mend(int newTarget) {
        target = newTarget;
        mend();
    }

    private ServerSocket listen() throws IOException {
        var listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(port.getLocalSocketAddress());
        return listening;
    }

    private Thread accept(ServerSocket listening) {
        return Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    connect(listening.accept(), listening);
                } catch (IOException e) {
                    LOG.debug("Cut, or the service is away: either way the client sees a closed connection", e);
                }
            }
        });
    }

    /** Entirely before a cut, which then breaks it, or not at all. */
    private synchronized void connect(Socket client, ServerSocket listening) throws IOException {
        if (listening.isClosed()) {
            close(client);
            return;
        }
        try {
            var service = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(client);
            sockets.add(service);
            var connection = new Connection(client, service);
            Thread.ofVirtual().start(connection::carryRequests);
            Thread.ofVirtual().start(connection::carryAnswers);
        } catch (IOException e) {
            close(client);
            throw e;
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket service;
        private volatile boolean losesAnswer;
        private boolean isAnnounced;

        Connection(Socket client, Socket service) {
            this.client = client;
            this.service = service;
        }

        void carryRequests() {
            carry(client, service, this::watchForTheFatalOne);
        }

        void carryAnswers() {
            carry(service, client, (chunk, length) -> {
                if (losesAnswer) {
                    answersLost.incrementAndGet();
                    throw new IOException("the answer is lost");
                }
            });
        }

        private void watchForTheFatalOne(byte[] chunk, int length) {
            if (answersToLose.get() == 0) {
                return;
            }
            var text = new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
            isAnnounced |= text.contains(announcement);
            if (isAnnounced
                    && text.contains(fatalRequest)
                    && answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                losesAnswer = true;
            }
        }

        private void carry(Socket from, Socket to, Watch watch) {
            try (from;
                    to) {
                var chunk = new byte[CHUNK];
                var in = from.getInputStream();
                var out = to.getOutputStream();
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    awaitSound(from);
                    pause(length);
                    watch.see(chunk, length);
                    out.write(chunk, 0, length);
                }
            } catch (IOException e) {
                LOG.debug("Both ends are closed, which is all there is to do", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                sockets.remove(from);
            }
        }

        private void pause(int length) throws InterruptedException {
            var rate = bytesPerSecond;
            var wait = rate == Integer.MAX_VALUE
                    ? delay
                    : delay.plus(Duration.ofSeconds(length).dividedBy(rate));
            if (wait.isPositive()) {
                Thread.sleep(wait);
            }
        }

        private void awaitSound(Socket from) throws InterruptedException {
            if (silent) {
                synchronized (silence) {
                    while (silent && !from.isClosed()) {
                        silence.wait();
                    }
                }
            }
        }
    }

    private interface Watch {
        void see(byte[] chunk, int length) throws IOException;
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket can't be closed", e);
        }
    }
}
