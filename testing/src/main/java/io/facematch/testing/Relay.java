package io.facematch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port of its own in front of a service, for a test to cut: connections break, new ones are refused. */
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** Bound, but never listening: connections are refused, and no other process can take the port. */
    private final Socket port;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
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

    public void cut() {
        Thread closed;
        synchronized (this) {
            close(server);
            sockets.forEach(Relay::close);
            sockets.clear();
            closed = accepting;
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
            pump(client, service);
            pump(service, client);
        } catch (IOException e) {
            close(client);
            throw e;
        }
    }

    private void pump(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                LOG.debug("Both ends are closed, which is all there is to do", e);
            } finally {
                sockets.remove(from);
            }
        });
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket can't be closed", e);
        }
    }
}
