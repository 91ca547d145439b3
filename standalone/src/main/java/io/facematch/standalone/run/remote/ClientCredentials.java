package io.facematch.standalone.run.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Tokens that the server's own issuer gives a client for its secret (RFC 6749, 4.4); a new one before the old one expires. */
final class ClientCredentials implements Token {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration EARLIER = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI address;
    private final String client;
    private final String secret;
    private final InstantSource clock;
    private String token = "";
    private Instant until = Instant.EPOCH;

    ClientCredentials(HttpClient http, URI server, String client, String secret, InstantSource clock) {
        this.http = http;
        this.address = URI.create(server + "/oauth2/token");
        this.client = client;
        this.secret = secret;
        this.clock = clock;
    }

    @Override
    public synchronized String get() throws IOException, InterruptedException {
        if (clock.instant().isBefore(until)) {
            return token;
        }
        var response = http.send(
                HttpRequest.newBuilder(address)
                        .timeout(LIMIT)
                        .header("Authorization", "Basic " + basic())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                        .build(),
                BodyHandlers.ofString());
        var status = response.statusCode();
        if (status == 400 || status == 401) {
            throw new CommandFailed("the server gives client " + client + " no token: wrong --client-id or secret");
        }
        if (status != 200) {
            throw new IOException("the server gives no token now, but answers " + status);
        }
        try {
            var answer = JsonMapper.shared().readTree(response.body());
            token = answer.path("access_token").asString();
            until = clock.instant()
                    .plusSeconds(answer.path("expires_in").asLong(0))
                    .minus(EARLIER);
            return token;
        } catch (JacksonException noJson) {
            throw new CommandFailed(address + " gives no token: is the address right?");
        }
    }

    /** Both are encoded first (RFC 6749, 2.3.1). */
    private String basic() {
        var both = URLEncoder.encode(client, UTF_8) + ":" + URLEncoder.encode(secret, UTF_8);
        return Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "ClientCredentials[" + client + "]";
    }
}
