package io.facematch.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Clients that send a byte now and then, and come back as soon as they are thrown out. */
final class SlowClients implements AutoCloseable {
    private static final long BYTE_EVERY_MILLIS = 500;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ZIP = "application/zip";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    private final int port;
    private final List<Client> clients = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    /** What they send before they become slow. */
    enum Attack {
        TOKEN_FORM("/oauth2/token", FORM, "Content-Length: 4000", "grant_type="),
        TOKEN_FORM_IN_CHUNKS("/oauth2/token", FORM, CHUNKED, "4;"),
        APP_TOKEN("/api/AppSessionManager/GetAppToken", "application/json", "Content-Length: 4000", "{"),
        SIGN_IN("/sign-in", "application/json", "Content-Length: 4000", "{"),
        REFUSED_BODY("/v1/jobs", ZIP, "Content-Length: 15000000", ""),
        REFUSED_CHUNKS("/v1/jobs", ZIP, CHUNKED, "4;"),
        SMALL_REFUSED_BODY("/no/such/page", "text/plain", "Content-Length: 60000", ""),
        HEADERS("GET /v1/jobs HTTP/1.1\r\nHost: x\r\nX-More: "),
        REQUEST_LINE("GE"),
        NOTHING(""),
        /** Never reads: the program that is asked for does not fit into the buffers of the connection. */
        UNREAD_ANSWERS("GET /swagger-ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(40));

        private final String beginning;

        Attack(String beginning) {
            this.beginning = beginning;
        }

        Attack(String path, String type, String framing, String body) {
            this("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n%s\r\n\r\n%s"
                    .formatted(path, type, framing, body));
        }

        byte[] beginning() {
            return beginning.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final class Client {
        private final Attack attack;
        private SocketChannel socket;
        private int thrownOut;

        Client(Attack attack) throws IOException {
            this.attack = attack;
            connect();
        }

        private void connect() throws IOException {
            socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.configureBlocking(false);
            socket.write(ByteBuffer.wrap(attack.beginning()));
        }

        void sendByte() throws IOException {
            if (attack != Attack.NOTHING) {
                socket.write(ByteBuffer.wrap(new byte[] {'a'}));
            }
            if (attack == Attack.UNREAD_ANSWERS) {
                return;
            }
            var answer = ByteBuffer.allocate(4096);
            if (socket.read(answer) < 0) {
                throw new IOException("the server has closed the connection");
            }
        }

        void goOn() throws IOException {
            try {
                sendByte();
            } catch (IOException e) {
                thrownOut++;
                socket.close();
                connect();
            }
        }
    }

    SlowClients(int port, int ofEach, Attack... attacks) throws IOException {
        this.port = port;
        for (int n = 0; n < ofEach; n++) {
            for (var attack : attacks) {
                clients.add(new Client(attack));
            }
        }
        thread = Thread.ofPlatform().daemon().name("slow-clients").start(this::attack);
    }

    private void attack() {
        try {
            while (!stopped) {
                for (var client : clients) {
                    client.goOn();
                }
                Thread.sleep(BYTE_EVERY_MILLIS);
            }
        } catch (IOException e) {
            throw new AssertionError("the server takes no connections any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The kinds of which some are still there with their first connection. */
    List<Attack> neverThrownOut() {
        return Arrays.stream(Attack.values())
                .filter(attack -> clients.stream().anyMatch(client -> client.attack == attack && client.thrownOut == 0))
                .toList();
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        thread.interrupt();
        for (var client : clients) {
            client.socket.close();
        }
    }
}
