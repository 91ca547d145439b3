package io.facematch.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A fixed address for a broker that comes back on another port. */
final class BrokerDoor implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private volatile URI broker;

    BrokerDoor(String broker) throws IOException {
        this.broker = URI.create(broker);
        Thread.ofVirtual().start(this::serve);
    }

    String uri() {
        return "amqp://" + broker.getUserInfo() + "@127.0.0.1:" + listening.getLocalPort();
    }

    /** New connections go there from now on. */
    void leadTo(String another) {
        broker = URI.create(another);
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                var server = new Socket(broker.getHost(), broker.getPort())) {
            var back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.join();
        } catch (IOException e) {
            // The broker is away; the client sees its connection end.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end is gone; closing both tells the other.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
