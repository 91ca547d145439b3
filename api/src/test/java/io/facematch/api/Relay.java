package io.facematch.api;

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
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private ServerSocket server;

    private Relay(ServerSocket server, int target) {
        this.server = server;
        this.port = server.getLocalPort();
        this.target = target;
    }

    static Relay to(int target) {
        var relay = new Relay(listen(0), target);
        relay.serve(relay.server);
        return relay;
    }

    int port() {
        return port;
    }

    synchronized void cut() {
        close(server);
        sockets.forEach(Relay::close);
        sockets.clear();
    }

    synchronized void mend() {
        if (server.isClosed()) {
            server = listen(port);
            serve(server);
        }
    }

    synchronized void mend(int newTarget) {
        target = newTarget;
        mend();
    }

    private static ServerSocket listen(int port) {
        try {
            var server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket listening) {
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    connect(listening.accept());
                } catch (IOException e) {
                    LOG.debug("Cut, or the service is away: either way the client sees a closed connection", e);
                }
            }
        });
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        try {
            var service = new Socket(InetAddress.getLoopbackAddress(), target);
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
