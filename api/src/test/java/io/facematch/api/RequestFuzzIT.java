package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import io.facematch.api.security.Scopes;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent, the answer comes soon, in the dialect of its route, with a status that the OpenAPI document has there,
 * and is no defect. Another seed: {@code -Dfacematch.fuzz-seed=N}; it makes the first request, and those after it follow.
 */
class RequestFuzzIT {
    private static final ApiServer API = ApiServer.get();
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PROPER_TARGET = Pattern.compile("[A-Za-z0-9\\-._~:/?@!$&'()*+,;=%]*");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH");
    /** What HTTP asks for when an expectation or a way of transfer is unknown, on every route. */
    private static final Set<Integer> OF_HTTP = Set.of(417, 501);

    private static final int MOST_TOLD = 10;

    @SuppressWarnings("NullAway.Init")
    private static Connection worker;

    @SuppressWarnings("NullAway.Init")
    private static RequestFuzz fuzz;

    @BeforeAll
    static void prepare() throws Exception {
        worker = API.decidingAtOnce();
        var tenant = "fuzz-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "fuzz", String.join(" ", Scopes.ALL));
        var running = API.postZip(token, Zip.ofPairs("a", "b")).id();
        var completed = API.postZip(token, Zip.ofPairs("a", "b")).id();
        API.complete(completed);
        var single =
                API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        var client = IssuingApi.client();
        fuzz = new RequestFuzz(
                List.of(
                        running.toString(),
                        completed.toString(),
                        single.toString(),
                        completed + ".0",
                        UUID.randomUUID().toString(),
                        "starter-embedder"),
                List.of(
                        token,
                        Tokens.of(tenant),
                        Tokens.of(tenant, "facematch.compare"),
                        Tokens.of(tenant, "facematch.bulk"),
                        Tokens.of(tenant, "other"),
                        Tokens.external("another-" + tenant),
                        "x"),
                IssuingApi.basic(client.client().id(), client.secret().text()));
    }

    @AfterAll
    static void stop() throws IOException {
        worker.close();
    }

    @Test
    void fiveHundredOddRequestsGetProperAnswers() {
        sendAndJudge(500);
    }

    @Test
    @Tag("slow")
    void tenThousandOddRequestsGetProperAnswers() {
        sendAndJudge(10_000);
    }

    private static void sendAndJudge(int count) {
        var first = Long.getLong("facematch.fuzz-seed", 20_261_129);
        var statuses = new TreeMap<Integer, Integer>();
        var wrong = new ArrayList<String>();
        for (long seed = first; seed < first + count && wrong.size() < MOST_TOLD; seed++) {
            var request = fuzz.request(seed);
            try {
                statuses.merge(judge(request), 1, Integer::sum);
            } catch (IOException | RuntimeException | AssertionError e) {
                wrong.add("seed " + seed + "\n" + shown(request) + "\n-> " + e);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(statuses)
                .as("the requests reach more than one door")
                .containsKeys(200, 202, 400, 401, 404, 405, 415);
    }

    /** The status. */
    private static int judge(OddRequest request) throws IOException {
        var start = System.nanoTime();
        var answer = send(request);
        if (System.nanoTime() - start > SOON.toNanos()) {
            // A loaded machine may have stood still; the request itself is slow when it is so twice.
            start = System.nanoTime();
            send(request);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("time to the answer")
                    .isLessThan(SOON);
        }
        assertNoDefect(request, answer);
        // Of an unknown group of the health, nothing is said.
        var isEmptyHealth = answer.status() == 404 && request.path.startsWith("/actuator/");
        if (answer.status() >= 400 && !request.method.equals("HEAD") && !isEmptyHealth) {
            // A request line that HTTP forbids is not read to its end, so often no route is known.
            var isNative = answer.header("Content-Type").orElse("").equals("application/problem+json");
            if (isNative && !PROPER_TARGET.matcher(request.target()).matches()) {
                ErrorShape.NATIVE.assertSpeaks(answer);
                return answer.status();
            }
            ErrorShape.of(request.path).assertSpeaks(answer);
        }
        // Spring answers GET alone there, and asks others for a client.
        var isHeadOfKeys = request.method.equals("HEAD") && request.path.startsWith("/oauth2/");
        if (METHODS.contains(request.method) && !OF_HTTP.contains(answer.status()) && !isHeadOfKeys) {
            Contract.get().check(request.method, request.path, answer);
        }
        return answer.status();
    }

    private static Answer send(OddRequest request) throws IOException {
        var isForIssuer = Stream.of("oauth", "GetAppToken", "sign-in").anyMatch(request.path::contains);
        try (var http = new RawHttp(isForIssuer ? IssuingApi.get().port() : API.port(), PATIENCE)) {
            return RawAnswer.parse(http.send(request.bytes()).end().receiveBytes());
        }
    }

    private static void assertNoDefect(OddRequest request, Answer answer) {
        var isBusy = answer.status() == 503 && answer.header("Retry-After").isPresent();
        // HTTP itself asks for it.
        var isUnknownTransfer = answer.status() == 501
                && request.headers.stream().anyMatch(header -> header.startsWith("Transfer-Encoding"));
        assertThat(answer.status() < 500 || isBusy || isUnknownTransfer)
                .as("no defect: %s", answer)
                .isTrue();
        assertThat(answer.text())
                .doesNotContain("Exception", "org.springframework", "io.facematch.", "\tat ", "Tomcat");
    }

    private static String shown(OddRequest request) {
        var text = new String(request.bytes(), StandardCharsets.ISO_8859_1);
        return text.length() > 1500 ? text.substring(0, 1500) + "..." : text;
    }
}
