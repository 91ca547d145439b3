package io.facematch.api.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer elsewhere, as far as it tells about its keys. */
public final class KeyServer implements AutoCloseable {
    private final HttpServer http;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile JWKSet keys = new JWKSet();
    private volatile String claimedIssuer;
    private volatile boolean broken;

    public KeyServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, broken ? 503 : 200, keys.toString());
        });
        http.createContext(
                "/.well-known/oauth-authorization-server/realm",
                exchange -> answer(exchange, broken ? 503 : 200, """
                                {"issuer": "%s", "jwks_uri": "%s"}""".formatted(claimedIssuer, address())));
        // A place that leads to the keys, and metadata that do.
        http.createContext("/moved", exchange -> redirect(exchange, "/keys"));
        http.createContext(
                "/.well-known/oauth-authorization-server/moved",
                exchange -> redirect(exchange, "/.well-known/oauth-authorization-server/realm"));
        http.start();
        claimedIssuer = issuer();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void redirect(HttpExchange exchange, String path) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Location", path);
            exchange.sendResponseHeaders(302, -1);
        }
    }

    /** An address on the same server that says that the keys are elsewhere. */
    String movedAddress() {
        return address().replace("/keys", "/moved");
    }

    String movedIssuer() {
        return issuer().replace("/realm", "/moved");
    }

    public void serve(JWK... all) {
        keys = new JWKSet(List.of(all));
    }

    /** Whether to answer 503 to everything. */
    public void broken(boolean now) {
        broken = now;
    }

    /** What its metadata says about whose they are. */
    void claimToBe(String issuer) {
        claimedIssuer = issuer;
    }

    /** Of the key set. */
    public String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/keys";
    }

    public String issuer() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/realm";
    }

    /** How often the key set was asked for. */
    public int fetches() {
        return fetches.get();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
