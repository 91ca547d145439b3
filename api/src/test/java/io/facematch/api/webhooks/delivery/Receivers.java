package io.facematch.api.webhooks.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.facematch.api.webhooks.address.AllowedHosts;
import io.facematch.api.webhooks.address.CheckedResolver;
import io.facematch.api.webhooks.address.ReachableNetworks;
import io.facematch.api.webhooks.address.RefusedAddress;
import io.facematch.api.webhooks.address.WebhookAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** Receivers of one test, each at a port of this machine, what is sent to them, and what they got. */
final class Receivers implements Closeable {
    static final Map<String, String> HEADERS = Map.of("webhook-id", "an-id");
    static final byte[] BODY = "{\"type\":\"job.completed\"}".getBytes(StandardCharsets.UTF_8);
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final AllowedHosts HOSTS =
            AllowedHosts.of(List.of("hooks.example.com:*", "other.example.com:*", "http://hooks.example.com:*"));

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Closeable> opened = new CopyOnWriteArrayList<>();
    private final CountDownLatch isOver = new CountDownLatch(1);

    record Received(String method, String target, Map<String, List<String>> headers, byte[] body) {}

    static WebhookAddress address(String text) throws RefusedAddress {
        return WebhookAddress.of(text, HOSTS);
    }

    /** Of a receiver without TLS. */
    static WebhookAddress address(int port) throws RefusedAddress {
        return address("http://hooks.example.com:" + port + "/");
    }

    /** Of a name server that leads each host to this machine. */
    static InetAddress[] here(String host) {
        return new InetAddress[] {HERE};
    }

    /** Lets webhooks go to this machine, and nowhere else that is not public. */
    static CheckedResolver resolving(CheckedResolver.Lookup lookup) {
        return new CheckedResolver(lookup, ReachableNetworks.of(List.of("127.0.0.0/8")));
    }

    /** The port of a receiver without TLS. */
    int http(HttpHandler handler) throws IOException {
        return start(HttpServer.create(new InetSocketAddress(HERE, 0), 0), handler);
    }

    int https(SSLContext tls, HttpHandler handler) throws IOException {
        var server = HttpsServer.create(new InetSocketAddress(HERE, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return start(server, handler);
    }

    private int start(HttpServer server, HttpHandler handler) {
        var threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
        server.createContext("/", handler);
        server.setExecutor(threads);
        server.start();
        opened.add(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
        return server.getAddress().getPort();
    }

    /** One that takes a request and never answers it. */
    int silent() throws IOException {
        return http(exchange -> {
            take(exchange);
            try {
                isOver.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** One that says this, whatever it is asked, and closes. */
    int saying(String answer) throws IOException {
        return raw(socket -> {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        });
    }

    /** One that sends the head of its answer letter by letter, and never the end of it. */
    int trickling() throws IOException {
        return raw(socket -> {
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (!isOver.await(20, TimeUnit.MILLISECONDS)) {
                out.write('a');
            }
        });
    }

    private int raw(Conversation conversation) throws IOException {
        var server = new ServerSocket(0, 1, HERE);
        opened.add(server);
        Thread.ofPlatform().daemon().start(() -> {
            try (var socket = server.accept()) {
                conversation.with(socket);
            } catch (IOException e) {
                // The client went away, as it should.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return server.getLocalPort();
    }

    private interface Conversation {
        void with(Socket client) throws IOException, InterruptedException;
    }

    HttpHandler answering(int status) {
        return exchange -> answer(exchange, status);
    }

    void answer(HttpExchange exchange, int status) throws IOException {
        take(exchange);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Reads the request and keeps it. */
    void take(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes()));
    }

    /** By all of them. */
    List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() throws IOException {
        isOver.countDown();
        for (var one : opened) {
            one.close();
        }
    }
}
