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

    private final int port;
    private final List<Client> clients = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    /** What they send before they become slow. */
    enum Attack {
        TOKEN_FORM(
                "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 4000\r\n\r\ngrant_type="),
        TOKEN_FORM_IN_CHUNKS(
                "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n4;"),
        APP_TOKEN("POST /api/AppSessionManager/GetAppToken HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 4000\r\n\r\n{"),
        REFUSED_BODY("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/zip\r\n"
                + "Content-Length: 15000000\r\n\r\n"),
        REFUSED_CHUNKS("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/zip\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n4;"),
        SMALL_REFUSED_BODY(
                "POST /no/such/page HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 60000\r\n\r\n"),
        HEADERS("GET /v1/jobs HTTP/1.1\r\nHost: x\r\nX-More: "),
        REQUEST_LINE("GE"),
        NOTHING(""),
        /** Never reads: the program that is asked for does not fit into the buffers of the connection. */
        UNREAD_ANSWERS("GET /swagger-ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(40));

        private final byte[] beginning;

        Attack(String beginning) {
            this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
        }

        byte[] beginning() {
            return beginning.clone();
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
            socket.write(ByteBuffer.wrap(attack.beginning));
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
                .filter(attack ->
                        clients.stream().anyMatch(client -> client.attack == attack && client.thrownOut == 0))
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
