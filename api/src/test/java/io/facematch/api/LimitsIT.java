package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsIT {
    private static final ApiServer API = ApiServer.get();
    private static final String COMPARE = "/ExtFaceComparison/Compare";

    @AfterEach
    void letTimePass() {
        API.clock.reset();
    }

    /** The form is not complete: what passes the limit is told so, and waits for no worker. */
    private static Answer compare(int port, String token) {
        return compare(port, COMPARE, token);
    }

    private static Answer compare(int port, String path, String token) {
        return API.send(
                port,
                path,
                request -> request.POST(BodyPublishers.ofByteArray(new Form()
                                .file("FaceFromDocument", new byte[] {1})
                                .build()))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", Form.CONTENT_TYPE));
    }

    private static List<Answer> atOnce(int requests, IntFunction<Answer> request) throws InterruptedException {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Answer>>();
            for (int n = 0; n < requests; n++) {
                var number = n;
                calls.add(() -> request.apply(number));
            }
            return clients.invokeAll(calls).stream()
                    .map(answer -> answer.resultNow())
                    .toList();
        }
    }

    @Test
    void compareTakesFiveRequestsASecondOfAClient() throws InterruptedException {
        API.clock.stop();
        var token = Tokens.forVendors("rate", "client-" + UUID.randomUUID());

        var answers = atOnce(20, n -> compare(API.port(), token));

        assertThat(answers).filteredOn(answer -> answer.status() == 400).hasSize(5);
        var refused = answers.stream().filter(answer -> answer.status() != 400).toList();
        assertThat(refused).hasSize(15).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(answer.header("RateLimit-Policy")).contains("\"client\";q=5;w=1");
            assertThat(answer.text())
                    .isEqualTo(
                            "{\"version\":null,\"statusCode\":429,\"messages\":[\"Rate limit exceeded: 5 requests per"
                                    + " second for your client.\"],\"result\":null}");
        });
    }

    /** The route is what counts, not how its address is written. */
    @Test
    void anotherSpellingOfTheAddressIsNoWayAround() throws InterruptedException {
        API.clock.stop();
        var token = Tokens.forVendors("rate", "client-" + UUID.randomUUID());

        var answers = atOnce(20, n -> compare(API.port(), "/%45xtFaceComparison/%43ompare", token));

        assertThat(answers)
                .filteredOn(answer -> answer.status() == 429)
                .hasSize(15)
                .allSatisfy(
                        answer -> assertThat(answer.json().has("statusCode")).isTrue());
    }

    @Test
    void twoProcessesCountTogether() throws InterruptedException {
        try (var other = API.process()) {
            API.clock.stop();
            var token = Tokens.forVendors("rate", "client-" + UUID.randomUUID());
            int[] ports = {API.port(), ApiServer.port(other)};

            var answers = atOnce(20, n -> compare(ports[n % 2], token));

            assertThat(answers).filteredOn(answer -> answer.status() == 400).hasSize(5);
            assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(15);
        }
    }

    @Test
    void aSecondLaterThereAreFiveMoreAndAnotherClientHasItsOwn() throws InterruptedException {
        API.clock.stop();
        var token = Tokens.forVendors("rate", "client-" + UUID.randomUUID());
        var other = Tokens.forVendors("rate", "client-" + UUID.randomUUID());
        assertThat(atOnce(6, n -> compare(API.port(), token)))
                .filteredOn(answer -> answer.status() == 400)
                .hasSize(5);

        assertThat(compare(API.port(), other).status()).isEqualTo(400);
        API.clock.ahead(Duration.ofSeconds(1));

        assertThat(atOnce(6, n -> compare(API.port(), token)))
                .filteredOn(answer -> answer.status() == 400)
                .hasSize(5);
    }

    @Test
    void aTenantHasItsOwnRequestsPerSecond() {
        API.clock.stop();
        var token = Tokens.of("few-requests");

        for (int left = 2; left >= 0; left--) {
            var answer = API.get(token, "/v1/jobs");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("RateLimit")).contains("\"tenant\";r=" + left + ";t=1");
        }
        var refused = API.get(token, "/v1/jobs");

        FrameworkErrorsIT.assertProblem(refused, 429, "too-many-requests");
        assertThat(refused.header("Retry-After")).contains("1");
        assertThat(API.get(Tokens.of("somebody-else"), "/v1/jobs").status()).isEqualTo(200);
    }

    @Test
    void aTenantHasItsOwnUploads() throws IOException {
        var token = Tokens.of("one-upload");
        var zip = Zip.ofPairs("a");
        try (var http = new RawHttp(API)) {
            http.send(RawHttp.head(
                    "POST /v1/jobs HTTP/1.1", token, "Content-Type: application/zip", "Content-Length: " + zip.length));
            http.send(Arrays.copyOf(zip, 10));

            // One question only: the server waits for the rest for some seconds, not for ever.
            var refused = Awaitility.await().until(() -> API.postZip(token, zip), answer -> answer.status() == 429);
            assertThat(refused.json().get("code").asString()).isEqualTo("too-many-uploads");
            assertThat(refused.header("Retry-After")).contains("5");
            assertThat(API.postZip(Tokens.of("one-upload-too"), zip).status()).isEqualTo(202);
        }
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(API.postZip(token, zip).status()).isEqualTo(202));
    }

    /** Whether a form without a length is a pair or an archive is not known before it was read. */
    @Test
    void whoMaySendNoArchivesTakesNoPlaceOfThose() {
        var form = RawHttp.head(
                "POST /v1/jobs HTTP/1.1",
                Tokens.of("one-upload", "facematch.compare"),
                "Content-Type: " + Form.CONTENT_TYPE,
                "Transfer-Encoding: chunked");
        whileTwoSend(
                form,
                "--a-boundary-of-the-test\r\n",
                () -> assertThat(API.postZip(Tokens.of("one-upload"), Zip.ofPairs("a"))
                                .status())
                        .isEqualTo(202));
    }

    /** Nor how much memory a pair in it takes. */
    @Test
    void aPairInAFormThatMightBeAnArchiveTakesMemoryOfPairs() {
        var form = RawHttp.head(
                "POST /v1/jobs HTTP/1.1",
                Tokens.of("pairs-without-length"),
                "Content-Type: " + Form.CONTENT_TYPE,
                "Transfer-Encoding: chunked");
        var begun =
                "--a-boundary-of-the-test\r\nContent-Disposition: form-data; name=\"image1\"; filename=\"a\"\r\n\r\nx";
        whileTwoSend(form, begun, () -> {});
        Awaitility.await()
                .untilAsserted(() -> assertThat(largePairOfSomebodyElse()).isEqualTo(202));
    }

    /**
     * Has two clients hold half of the memory for pairs each, by forms that they have begun. They try again where what ran
     * before has not given its memory back yet, for then the server refuses them.
     */
    private static void whileTwoSend(String head, String begun, Runnable meanwhile) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(ConditionTimeoutException.class)
                .untilAsserted(() -> {
                    try (var one = new RawHttp(API);
                            var two = new RawHttp(API)) {
                        for (var http : List.of(one, two)) {
                            http.send(head).send(Integer.toHexString(begun.length()) + "\r\n" + begun + "\r\n");
                        }
                        Awaitility.await()
                                .atMost(Duration.ofSeconds(5))
                                .untilAsserted(() ->
                                        assertThat(largePairOfSomebodyElse()).isEqualTo(503));
                        meanwhile.run();
                    }
                });
    }

    /** The status of an answer that takes a quarter of the memory for pairs. */
    private static int largePairOfSomebodyElse() {
        return API.postPair(
                        Tokens.of("somebody-else"), Form.pair(new byte[ApiServer.MAX_IMAGE_BYTES - 1], new byte[1000]))
                .status();
    }

    @Test
    void aTenantHasItsOwnPairsPerJob() {
        var token = Tokens.of("small-jobs");

        assertThat(API.postZip(token, Zip.ofPairs("a", "b")).status()).isEqualTo(202);
        var refused = API.postZip(token, Zip.ofPairs("a", "b", "c"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("detail").asString()).contains("TOO_MANY_PAIRS");
    }

    @Test
    void aClientIsToldTheLimitsOfItsTenant() {
        var limits = API.get(Tokens.of("anybody"), "/v1/limits").json();

        assertThat(limits.get("max_image_bytes").asLong()).isEqualTo(ApiServer.MAX_IMAGE_BYTES);
        assertThat(limits.get("max_pair_bytes").asLong()).isEqualTo(ApiServer.MAX_PAIR_BYTES);
        assertThat(limits.get("max_archive_bytes").asLong()).isEqualTo(ApiServer.MAX_ARCHIVE_BYTES);
        assertThat(limits.get("max_unpacked_bytes").asLong()).isEqualTo(24L << 30);
        assertThat(limits.get("max_pairs").asInt()).isEqualTo(ApiServer.MAX_PAIRS);
        assertThat(limits.get("max_image_pixels").asInt()).isEqualTo(40_000_000);
        assertThat(limits.get("max_jpeg_pixels").asInt()).isEqualTo(100_000_000);
        assertThat(limits.get("min_image_side").asInt()).isEqualTo(16);
        assertThat(limits.get("max_image_side").asInt()).isEqualTo(16_384);
        assertThat(API.get(Tokens.of("small-jobs"), "/v1/limits")
                        .json()
                        .get("max_pairs")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void theLimitsAreToldToEveryClientAndNobodyElse() {
        assertThat(API.get(Tokens.of("anybody", "facematch.compare"), "/v1/limits")
                        .status())
                .isEqualTo(200);
        assertThat(API.get(Tokens.of("anybody", "facematch.bulk"), "/v1/limits").status())
                .isEqualTo(200);
        assertThat(API.get(Tokens.of("anybody", "other"), "/v1/limits").status())
                .isEqualTo(403);
        assertThat(API.send("/v1/limits", request -> request).status()).isEqualTo(401);
    }
}
