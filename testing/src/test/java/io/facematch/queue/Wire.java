package io.facematch.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The network between a publisher and the broker, which can go silent in either direction, and break. */
final class Wire implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private volatile int brokerPort;

    Wire(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Where the next connections lead. */
    void leadTo(int port) {
        brokerPort = port;
    }

    /** What the broker says does not arrive any more on the connections open now. */
    void silenceBroker() {
        lines.forEach(line -> line.answers.close());
    }

    /** Nothing is taken from the publisher any more on the connections open now. */
    void stopReading() {
        lines.forEach(line -> line.requests.close());
    }

    /** Breaks the connections open now and forgets exactly these: one that is opened meanwhile is the next. */
    void cut() {
        var open = List.copyOf(lines);
        open.forEach(Line::cut);
        lines.removeAll(open);
    }

    /** How many were opened since the cut, those that were closed again included. */
    int connections() {
        return lines.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var publisher = server.accept();
                try {
                    lines.add(new Line(publisher, new Socket(InetAddress.getLoopbackAddress(), brokerPort)));
                } catch (IOException e) {
                    // No broker there: the publisher finds out at once.
                    publisher.close();
                }
            } catch (IOException e) {
                // The wire is closed, or a publisher went away before it was connected.
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread.ofPlatform().daemon().start(work);
    }

    /** One connection. */
    private static final class Line {
        private final Gate requests = new Gate();
        private final Gate answers = new Gate();
        private final Socket publisher;
        private final Socket broker;

        Line(Socket publisher, Socket broker) {
            this.publisher = publisher;
            this.broker = broker;
            daemon(() -> copy(publisher, broker, requests));
            daemon(() -> copy(broker, publisher, answers));
        }

        private void copy(Socket from, Socket to, Gate gate) {
            var buffer = new byte[64 << 10];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                while (true) {
                    gate.pass();
                    var count = in.read(buffer);
                    if (count < 0) {
                        return;
                    }
                    gate.pass();
                    out.write(buffer, 0, count);
                    out.flush();
                }
            } catch (IOException | InterruptedException e) {
                // The line is cut.
            } finally {
                cut();
            }
        }

        void cut() {
            requests.open();
            answers.open();
            try {
                publisher.close();
                broker.close();
            } catch (IOException e) {
                // It was not open any more.
            }
        }
    }

    private static final class Gate {
        private boolean closed;

        synchronized void close() {
            closed = true;
        }

        synchronized void open() {
            closed = false;
            notifyAll();
        }

        synchronized void pass() throws InterruptedException {
            while (closed) {
                wait();
            }
        }
    }
}
