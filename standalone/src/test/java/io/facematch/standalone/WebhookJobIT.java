package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.facematch.standalone.WebhookExamplesTest.Said;
import io.facematch.standalone.WebhookExamplesTest.Verifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A job that a worker has compared tells a receiver, and the programs in {@code examples/} believe what arrives. */
class WebhookJobIT {
    private static final String TENANT = "webhooks-" + UUID.randomUUID();

    private final BlockingQueue<Hook> received = new ArrayBlockingQueue<>(10);

    @SuppressWarnings("NullAway.Init")
    private HttpServer receiver;

    private record Hook(Headers headers, String body) {
        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(new Hook(
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void tellsWhatAWorkerHasCompared() throws Exception {
        var server = SharedServer.get();
        var registered = server.send(server.requestAs(TENANT, "/v1/webhooks")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\": \"http://127.0.0.1:%d/\"}"
                        .formatted(receiver.getAddress().getPort()))));
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
        var secret =
                JsonMapper.shared().readTree(registered.body()).get("secret").asString();

        var job = server.submitAs(TENANT, TestArchive.ofPairs(3));

        var hook = received.poll(90, TimeUnit.SECONDS);
        assertThat(hook).isNotNull();
        assertThat(hook.json().get("type").asString()).isEqualTo("job.completed");
        assertThat(hook.json().at("/data/job_id").asString()).isEqualTo(job.toString());
        assertThat(hook.json().at("/data/done").asInt()).isEqualTo(3);
        for (var program : Verifier.values()) {
            assertThat(program.verify(
                            secret,
                            hook.header("webhook-id"),
                            hook.header("webhook-timestamp"),
                            hook.header("webhook-signature"),
                            hook.body()))
                    .isEqualTo(new Said(0, "VERIFIED: " + hook.header("webhook-id") + "\n"));
        }
        assertThat(received).isEmpty();
    }
}
