package io.facematch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tests break with: each fault happens, and ends. */
class RelayTest {
    private static final int SOON_MS = 200;
    private static final int PATIENCE_MS = 20_000;

    private final List<String> received = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ServerSocket service;

    @SuppressWarnings("NullAway.Init")
    private Relay relay;

    /** Says each line back. */
    @BeforeEach
    void serve() throws IOException {
        service = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        relay = Relay.to(service.getLocalPort());
        Thread.ofVirtual().start(() -> {
            while (!service.isClosed()) {
                try {
                    var client = service.accept();
                    Thread.ofVirtual().start(() -> echo(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void echo(Socket client) {
        try (client) {
            var lines = reader(client);
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                received.add(line);
                write(client.getOutputStream(), line);
            }
        } catch (IOException cut) {
            // As the test wants it.
        }
    }

    @AfterEach
    void end() throws IOException {
        relay.cut();
        service.close();
    }

    @Test
    void losesTheAnswerAfterTheServiceGotTheRequest() throws IOException {
        relay.loseAnswersTo("COMMIT", 1);
        try (var client = connect()) {
            assertThat(ask(client, "insert")).isEqualTo("insert");
            assertThatThrownBy(() -> {
                        if (ask(client, "COMMIT") == null) {
                            throw new IOException("closed");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }

        assertThat(received).containsExactly("insert", "COMMIT");
        assertThat(relay.answersLost()).isOne();
        try (var client = connect()) {
            assertThat(ask(client, "COMMIT")).as("once only").isEqualTo("COMMIT");
        }
    }

    @Test
    void fallsSilentAndDeliversLater() throws IOException {
        try (var client = connect()) {
            assertThat(ask(client, "one")).isEqualTo("one");
            relay.fallSilent();
            client.setSoTimeout(SOON_MS);
            assertThatThrownBy(() -> ask(client, "two")).isInstanceOf(SocketTimeoutException.class);
            relay.heal();
            client.setSoTimeout(PATIENCE_MS);
            assertThat(reader(client).readLine()).isEqualTo("two");
        }
    }

    @Test
    void isSlow() throws IOException {
        relay.slow(Duration.ofMillis(SOON_MS));
        try (var client = connect()) {
            var asked = System.nanoTime();
            assertThat(ask(client, "one")).isEqualTo("one");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(2L * SOON_MS - 1));
        }
    }

    @Test
    void letsLittleThrough() throws IOException {
        relay.trickle(100);
        try (var client = connect()) {
            var asked = System.nanoTime();
            assertThat(ask(client, "x".repeat(49))).hasSize(49);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(999));
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static String ask(Socket client, String line) throws IOException {
        write(client.getOutputStream(), line);
        return reader(client).readLine();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void write(OutputStream to, String line) throws IOException {
        to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
    }
}
