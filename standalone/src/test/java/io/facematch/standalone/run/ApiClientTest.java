package io.facematch.standalone.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facematch.api.archive.StemRule;
import io.facematch.standalone.run.input.Input;
import io.facematch.standalone.run.input.Part;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiClientTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private final List<String> asked = new ArrayList<>();
    private int refusals;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/below/v1/jobs", this::answer);
        server.start();
        Files.writeString(folder.resolve("a_image1.jpg"), "probe");
        Files.writeString(folder.resolve("a_image2.jpg"), "reference");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        var sent = exchange.getRequestBody().readAllBytes().length;
        var isUpload = exchange.getRequestMethod().equals("POST");
        if (isUpload) {
            assertThat(exchange.getRequestHeaders().getFirst("Content-Length")).isEqualTo(Integer.toString(sent));
        }
        var isRefused = isUpload && refusals-- > 0;
        var body = (isUpload ? "{\"id\": \"0198\"}" : "{\"items\": []}").getBytes(UTF_8);
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.sendResponseHeaders(isRefused ? 503 : isUpload ? 202 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String submit() throws Exception {
        var part = part();
        try (var client = client()) {
            return client.submit(part, Map.of("stems", "path"), "key", () -> {})
                    .orElseThrow()
                    .path("id")
                    .asString();
        }
    }

    private Part part() throws IOException {
        var input = Input.read(folder, null, StemRule.PATH, null);
        return Part.of(input, new Part.Limits(1000, 100_000, 100_000, 10)).getFirst();
    }

    private ApiClient client() {
        var retries = new Retries(InstantSource.system(), pause -> {}, Duration.ofHours(1), why -> {});
        return new ApiClient(
                URI.create("http://localhost:" + server.getAddress().getPort() + "/below"), () -> "token", retries);
    }

    @Test
    void asksForTheJobBeforeEachUpload() throws Exception {
        refusals = 1;
        assertThat(submit()).isEqualTo("0198");
        assertThat(asked)
                .containsExactly(
                        "GET /below/v1/jobs?idempotency_key=key",
                        "POST /below/v1/jobs?stems=path",
                        "GET /below/v1/jobs?idempotency_key=key",
                        "POST /below/v1/jobs?stems=path");
    }

    @Test
    void doesNotSendAgainWhatWasChangedMeanwhile() throws Exception {
        var part = part();
        Files.writeString(folder.resolve("a_image2.jpg"), "another one");
        try (var client = client()) {
            assertThatExceptionOfType(CommandFailed.class)
                    .isThrownBy(() -> client.submit(part, Map.of(), "key", () -> {}))
                    .withMessageContaining("was changed meanwhile");
        }
    }
}
