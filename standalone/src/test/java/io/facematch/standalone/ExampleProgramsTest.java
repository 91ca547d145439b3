package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples against a server that answers what this test tells it to: busy, broken, refusing. */
class ExampleProgramsTest {
    private static final String RUNNING = "{\"id\":\"j1\",\"state\":\"RUNNING\",\"total\":2,\"done\":1}";
    private static final String COMPLETED = "{\"id\":\"j1\",\"state\":\"COMPLETED\",\"total\":2,\"done\":2}";
    private static final String PROBLEM = "{\"code\":\"busy\",\"detail\":\"Not now, send it again.\"}";

    /** @param retryAfter the header, or empty for none */
    private record Answer(int status, String retryAfter, String body) {}

    private record Asked(String request, String idempotencyKey) {}

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            asked.add(new Asked(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    String.valueOf(headers.getFirst("Idempotency-Key"))));
            var answer = answers.isEmpty() ? new Answer(500, "", PROBLEM) : answers.remove();
            if (!answer.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
            }
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ExampleProgram.Ended run(ExampleProgram example, Answer... told) throws IOException, InterruptedException {
        answers.addAll(List.of(told));
        var address = URI.create("http://localhost:" + server.getAddress().getPort());
        return example.run(address, "token", Samples.demo(), folder);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("errors.txt"))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsAgainToABusyServerWithTheSameKey(ExampleProgram example) throws Exception {
        var ended = run(
                example,
                new Answer(503, "0", PROBLEM),
                new Answer(429, "0", PROBLEM),
                new Answer(202, "0", RUNNING),
                new Answer(503, "0", PROBLEM),
                new Answer(200, "", RUNNING),
                new Answer(200, "", COMPLETED),
                new Answer(409, "0", PROBLEM),
                new Answer(200, "", "the results"));

        assertThat(ended.status()).as(ended.errors()).isZero();
        assertThat(ended.output().strip())
                .isEqualTo(folder.resolve("facematch-j1.zip").toString());
        assertThat(folder.resolve("facematch-j1.zip")).hasContent("the results");
        assertThat(asked)
                .extracting(Asked::request)
                .containsExactly(
                        "POST /v1/jobs",
                        "POST /v1/jobs",
                        "POST /v1/jobs",
                        "GET /v1/jobs/j1",
                        "GET /v1/jobs/j1",
                        "GET /v1/jobs/j1",
                        "GET /v1/jobs/j1/results",
                        "GET /v1/jobs/j1/results");
        assertThat(asked.stream().limit(3).map(Asked::idempotencyKey).distinct())
                .hasSize(1)
                .doesNotContain("null");
    }

    @ParameterizedTest
    @EnumSource
    void savesNoErrorAsIfItWereTheResults(ExampleProgram example) throws Exception {
        var ended = run(example, new Answer(202, "0", COMPLETED), new Answer(410, "", PROBLEM));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors()).contains("410").contains("Not now, send it again.");
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhyAnArchiveIsRefused(ExampleProgram example) throws Exception {
        var ended = run(example, new Answer(422, "", PROBLEM));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors()).contains("422").contains("Not now, send it again.");
        assertThat(asked).hasSize(1);
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tellsHowAJobEndedThatHasNoResults(ExampleProgram example) throws Exception {
        var ended = run(
                example, new Answer(202, "0", RUNNING), new Answer(200, "", RUNNING.replace("RUNNING", "CANCELLED")));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors()).contains("CANCELLED");
        assertThat(files()).isEmpty();
    }
}
