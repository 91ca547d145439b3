package io.facematch.standalone.playground;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A proxy that shows a server below a path, and that can change what it answers. */
final class PathProxy implements AutoCloseable {
    private static final String PATH = "/tools/facematch";
    /** Each connection has its own. */
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "host", "content-length", "transfer-encoding");

    private final URI target;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, UnaryOperator<String>> changes = new ConcurrentHashMap<>();

    private PathProxy(URI target) throws IOException {
        this.target = target;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::forward);
        server.setExecutor(threads);
        server.start();
    }

    static PathProxy to(URI target) throws IOException {
        return new PathProxy(target);
    }

    /** Of the server, without a slash at its end. */
    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + PATH);
    }

    /** Changes the body of what the server answers at this address. */
    void change(String path, UnaryOperator<String> change) {
        changes.put(path, change);
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            var asked = exchange.getRequestURI().toString();
            if (!asked.startsWith(PATH + "/")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var path = asked.substring(PATH.length());
            var request = HttpRequest.newBuilder(target.resolve(path))
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            // As proxies do.
            request.header(
                    "X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress());
            var change = changes.get(path);
            if (change == null) {
                pass(exchange, http.send(request.build(), BodyHandlers.ofInputStream()));
            } else {
                var body = change.apply(http.send(request.build(), BodyHandlers.ofString())
                                .body())
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().put("Content-Type", List.of("application/json"));
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        var isEmpty = answer.statusCode() == 204 || answer.statusCode() == 304;
        exchange.sendResponseHeaders(answer.statusCode(), isEmpty ? -1 : 0);
        try (var body = answer.body()) {
            var buffer = new byte[8 << 10];
            for (int read = body.read(buffer); read > 0; read = body.read(buffer)) {
                exchange.getResponseBody().write(buffer, 0, read);
                exchange.getResponseBody().flush(); // events are for now
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
        threads.shutdownNow();
    }
}
