package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleSubmissionIT {
    private static final ApiServer API = ApiServer.get();
    private static final byte[] PROBE = {1, 2, 3};
    private static final byte[] REFERENCE = {4, 5, 6};

    private final String tenant = "single-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);

    @Test
    void acceptsAPair() {
        var answer = API.postPair(token, Form.pair(PROBE, REFERENCE).field("unique_id", "customer 7"));

        assertThat(answer.status()).isEqualTo(202);
        var id = answer.id();
        assertThat(answer.header("Location")).contains("/v1/jobs/" + id);
        assertThat(answer.header("Retry-After")).contains("1");
        var job = answer.json();
        assertThat(job.get("kind").asString()).isEqualTo("single");
        assertThat(job.get("state").asString()).isEqualTo("RUNNING");
        assertThat(job.get("total").asInt()).isEqualTo(1);
        assertThat(job.get("done").asInt()).isZero();
        assertThat(job.get("counts").get("Pending").asInt()).isEqualTo(1);
        assertThat(job.get("operating_point").asString()).isEqualTo("standard");
        assertThat(job.get("threshold").asDouble()).isEqualTo(0.7);
        assertThat(job.has("outcome")).isFalse();
        assertThat(job.has("unpaired")).isFalse();
        assertThat(job.get("links").get("self").asString()).isEqualTo("/v1/jobs/" + id);
        assertThat(job.get("links").has("results")).isFalse();
        assertThat(API.keysOf(id)).containsExactly("LABELS", "PAYLOAD");
        assertThat(API.sql
                        .sql("select client from job where id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo("client-of-" + tenant);
    }

    @Test
    void sealsWhatItPublishes() {
        var marker = "marker-" + UUID.randomUUID();
        var uniqueId = "person-" + UUID.randomUUID();
        var image = marker.getBytes(StandardCharsets.US_ASCII);

        var id = API.postPair(token, Form.pair(image, image).field("unique_id", uniqueId))
                .id();

        var messages = API.takeMessages(id);
        assertThat(messages).hasSize(1);
        var message = messages.getFirst();
        assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("facematch.single");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getHeaders().keySet())
                .filteredOn(header -> !header.equals("x-delivery-count")) // the broker's own
                .containsExactlyInAnyOrder(
                        "facematch-job",
                        "facematch-pair",
                        "facematch-published",
                        "facematch-deadline",
                        "facematch-proof");
        assertThat(message.getProps().getReplyTo()).isNull();
        assertThat(Long.parseLong(message.getProps().getExpiration())).isBetween(590_000L, 600_000L);
        assertThat(message.getProps().toString()).doesNotContain(marker, uniqueId, tenant);
        assertThat(new String(message.getBody(), StandardCharsets.ISO_8859_1))
                .doesNotContain(marker)
                .doesNotContain(uniqueId);
        assertThat(message.getBody().length).isGreaterThan(2 * image.length);
        API.assertNotLogged(marker, uniqueId, token);
    }

    @Test
    void publishesNothingOfGarbageBehindAPhoto() throws IOException {
        var photo = Files.readAllBytes(Path.of("..", "samples", "portraits", "person01_selfie.jpg"));

        var id = API.postPair(token, Form.pair(Arrays.copyOf(photo, 3 * photo.length), photo))
                .id();

        assertThat(API.takeMessages(id).getFirst().getBody().length)
                .isBetween(2 * photo.length, 2 * photo.length + 100);
    }

    @Test
    void keepsTheUniqueIdOnlyAsADigest() {
        var uniqueId = "person-" + UUID.randomUUID();
        var first = API.postPair(token, Form.pair(PROBE, REFERENCE).field("unique_id", uniqueId))
                .id();
        var again = API.postPair(token, Form.pair(REFERENCE, PROBE).field("unique_id", uniqueId))
                .id();
        var otherTenant = API.postPair(
                        Tokens.of(tenant + "-other"),
                        Form.pair(PROBE, REFERENCE).field("unique_id", uniqueId))
                .id();

        assertThat(subject(first)).isEqualTo(subject(again)).isNotEqualTo(subject(otherTenant));
        assertThat(subject(first)).hasSize(64);
    }

    private static String subject(UUID job) {
        return API.sql
                .sql("select encode(subject_reference, 'hex') from pair where job_id = ?")
                .param(job)
                .query(String.class)
                .single();
    }

    @Test
    void takesTheOperatingPointFromPartOrQuery() {
        var byPart = API.postPair(token, Form.pair(PROBE, REFERENCE).field("operating_point", "strict"));
        var byQuery = API.post(
                token,
                "/v1/jobs?operating_point=maximum",
                Form.CONTENT_TYPE,
                Form.pair(PROBE, REFERENCE).build());

        assertThat(byPart.json().get("operating_point").asString()).isEqualTo("strict");
        assertThat(byQuery.json().get("operating_point").asString()).isEqualTo("maximum");
        assertThat(byQuery.json().get("threshold").asDouble()).isEqualTo(0.9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenient", "STRICT", "0.7", "standard,strict", "%zz"})
    void refusesAnUnknownOperatingPoint(String point) throws IOException {
        var byPart = API.postPair(token, Form.pair(PROBE, REFERENCE).field("operating_point", point));
        assertProblem(byPart, 400, "invalid-parameter");
        if (!point.contains("%")) {
            var byQuery = API.post(
                    token,
                    "/v1/jobs?operating_point=" + point,
                    Form.CONTENT_TYPE,
                    Form.pair(PROBE, REFERENCE).build());
            assertProblem(byQuery, 400, "invalid-parameter");
        }
        assertThat(API.jobsOf(tenant)).isZero();
    }

    @Test
    void refusesIncompleteForms() {
        assertRefused(new Form().file("image1", PROBE), 400, "missing-part", "image2");
        assertRefused(new Form().file("image2", PROBE), 400, "missing-part", "image1");
        assertRefused(new Form(), 400, "missing-part", "image1");
        assertRefused(new Form().field("unique_id", "x"), 400, "missing-part", "image1");
        assertRefused(Form.pair(PROBE, new byte[0]), 400, "empty-part", "image2");
        assertRefused(Form.pair(new byte[0], REFERENCE), 400, "empty-part", "image1");
    }

    @Test
    void refusesPartsThatDoNotBelong() {
        assertRefused(Form.pair(PROBE, REFERENCE).file("image1", PROBE), 400, "unexpected-part", "image1");
        assertRefused(Form.pair(PROBE, REFERENCE).file("image3", PROBE), 400, "unexpected-part", "image1");
        assertRefused(Form.pair(PROBE, REFERENCE).file("Image1", PROBE), 400, "unexpected-part", "image1");
        assertRefused(
                Form.pair(PROBE, REFERENCE).field("unique_id", "x").field("unique_id", "x"),
                400,
                "unexpected-part",
                "unique_id");
        assertRefused(Form.pair(PROBE, REFERENCE).file("archive", Zip.ofPairs("a")), 400, "unexpected-part", "archive");
        assertRefused(
                new Form().file("archive", Zip.ofPairs("a")).file("archive", Zip.ofPairs("a")),
                400,
                "unexpected-part",
                "archive");
        assertRefused(
                new Form().field("image1", "C:\\photos\\me.jpg").file("image2", REFERENCE),
                400,
                "unexpected-part",
                "image1");
    }

    @Test
    void refusesWhatIsTooLarge() {
        var tooLarge = new byte[ApiServer.MAX_IMAGE_BYTES + 1];

        assertRefused(Form.pair(tooLarge, REFERENCE), 413, "too-large", "image1");
        assertRefused(Form.pair(PROBE, tooLarge), 413, "too-large", "image2");
        var largest = new byte[ApiServer.MAX_IMAGE_BYTES];
        assertRefused(
                Form.pair(largest, largest),
                413,
                "too-large",
                "image1 and image2 are larger than 2093056 bytes together");
        assertRefused(Form.pair(PROBE, REFERENCE).field("unique_id", "x".repeat(1025)), 413, "too-large", "unique_id");
        assertThat(API.postPair(token, Form.pair(largest, REFERENCE)).status()).isEqualTo(202);
    }

    @Test
    void refusesTooLongABodyBeforeReadingIt() throws IOException {
        try (var http = new RawHttp(API)) {
            // No byte of the body follows: a server that reads it before it answers waits for ever.
            var answer = http.send(RawHttp.head(
                            "POST /v1/jobs HTTP/1.1",
                            token,
                            "Content-Type: " + Form.CONTENT_TYPE,
                            "Content-Length: " + (ApiServer.MAX_ARCHIVE_BYTES + 1)))
                    .receive(true);

            assertThat(answer).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void refusesPartHeadersWithoutEnd() {
        var answer = API.postPair(token, new Form().part("image1", "; filename=\"" + "x".repeat(5000) + "\"", PROBE));

        assertThat(answer.status()).isIn(400, 413);
        assertProblem(answer, answer.status(), answer.json().get("code").asString());
    }

    @Test
    void refusesBrokenForms() {
        var whole = Form.pair(PROBE, REFERENCE);
        for (var body : new byte[][] {
            {},
            "no form at all".getBytes(StandardCharsets.US_ASCII),
            new Form().file("image1", PROBE).cutOff(),
            whole.cutOff(),
            "--a-boundary-of-the-test\r\nContent-Disposition: form-data; name=\"image1\""
                    .getBytes(StandardCharsets.US_ASCII),
            "--a-boundary-of-the-test\r\n\r\nx\r\n--a-boundary-of-the-test--\r\n".getBytes(StandardCharsets.US_ASCII)
        }) {
            var answer = API.post(token, "/v1/jobs", Form.CONTENT_TYPE, body);

            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            assertProblem(answer, 400, answer.json().get("code").asString());
        }
        var otherBoundary = API.post(token, "/v1/jobs", "multipart/form-data; boundary=other", whole.build());
        assertProblem(otherBoundary, 400, "missing-part");
        var noBoundary = API.post(token, "/v1/jobs", "multipart/form-data", whole.build());
        assertProblem(noBoundary, 400, "malformed-request");
        assertThat(API.jobsOf(tenant)).isZero();
    }

    @Test
    void refusesABodyThatEndsEarly() throws IOException {
        var body = Form.pair(PROBE, REFERENCE).build();
        try (var http = new RawHttp(API)) {
            http.send(RawHttp.head(
                    "POST /v1/jobs HTTP/1.1",
                    token,
                    "Content-Type: " + Form.CONTENT_TYPE,
                    "Content-Length: " + (body.length + 100)));
            var answer = http.send(body).end().receive();

            // The form is whole, only its tail is not: either answer is right, a third is not.
            assertThat(answer).matches("(?s)HTTP/1.1 (202|400) .*");
        }
        try (var http = new RawHttp(API)) {
            http.send(RawHttp.head(
                    "POST /v1/jobs HTTP/1.1",
                    token,
                    "Content-Type: " + Form.CONTENT_TYPE,
                    "Content-Length: " + body.length));
            var answer = http.send(Arrays.copyOf(body, body.length / 2)).end().receive();

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        }
    }

    @Test
    void refusesABodyThatStopsArriving() throws IOException {
        var before = API.logged().size();
        var body = Form.pair(PROBE, REFERENCE).build();
        try (var http = new RawHttp(API)) {
            http.send(RawHttp.head(
                    "POST /v1/jobs HTTP/1.1",
                    token,
                    "Content-Type: " + Form.CONTENT_TYPE,
                    "Content-Length: " + body.length));
            var answer = http.send(Arrays.copyOf(body, body.length / 2)).receive(true);

            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("application/problem+json");
        }
        assertThat(API.logged().stream().skip(before)).noneMatch(line -> line.startsWith("ERROR"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-www-form-urlencoded",
                "text/plain",
                "image/jpeg",
                "multipart/mixed; boundary=x",
                "application/octet-stream",
                "nonsense",
                "a/b/c"
            })
    void refusesOtherMediaTypes(String type) {
        var answer = API.post(token, "/v1/jobs", type, "image1=a&image2=b".getBytes(StandardCharsets.US_ASCII));

        assertProblem(answer, 415, "unsupported-media-type");
    }

    @Test
    void waitsAsLongAsItWasAsked() {
        var longer = waiting(tenant, 8);
        API.awaitRunning(tenant);
        var begin = System.nanoTime();

        var answer = API.postPair(token, Form.pair(PROBE, REFERENCE), "Prefer", "wait=1");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(longer).as("one that waits longer, and came before").isNotDone();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).contains("wait=1");
        assertThat(answer.json().get("state").asString()).isEqualTo("RUNNING");
    }

    @Test
    void answersAsSoonAsAWorkerReplies() {
        var other = tenant + "-other";
        var undecided = waiting(other, 25);
        var id = API.awaitRunning(other);
        var message = API.takeMessages(id).getFirst();

        var answer = decidedWhileWaiting(tenant);

        assertThat(undecided).as("one that came before, and has no reply").isNotDone();
        API.decide(id, 0, 1, index -> ApiServer.compared(0.9));
        API.reply(message);
        assertThat(undecided.join().status()).isEqualTo(200);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Retry-After")).isEmpty();
        assertThat(answer.json().get("state").asString()).isEqualTo("COMPLETED");
        var outcome = answer.json().get("outcome");
        assertThat(outcome.get("status").asString()).isEqualTo("Success");
        assertThat(outcome.get("match").asBoolean()).isFalse();
        // A non-match never looks like its threshold.
        assertThat(outcome.get("similarity").asDouble()).isEqualTo(0.6999);
        assertThat(outcome.get("model").asString()).isEqualTo("embedder-of-test");
        assertThat(outcome.get("card_sha256").asString()).isEqualTo("1".repeat(64));
        assertThat(outcome.get("calibration").asString()).isEqualTo("calibration-of-test");
        assertThat(outcome.get("calibration_sha256").asString()).isEqualTo("2".repeat(64));
        assertThat(outcome.get("timings_ms").get("total").asDouble()).isEqualTo(36);
        assertThat(API.keysOf(answer.id())).containsExactly("LABELS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=0", "wait=-5", "wait=x", "handling=strict", "wait", "await=5", ";;,,=", "wait=\"0\""})
    void ignoresOtherPreferences(String preference) {
        var answer = API.postPair(token, Form.pair(PROBE, REFERENCE), "Prefer", preference);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).isEmpty();
    }

    /** What waits must not starve what only asks. */
    @Test
    void staysResponsiveWhileManyWait() {
        var waiting = IntStream.range(0, 80).mapToObj(n -> waiting(tenant, 25)).toList();
        Awaitility.await().until(() -> API.jobsOf(tenant) >= 60);

        assertThat(API.send("/actuator/health/liveness", request -> request).status())
                .isEqualTo(200);
        assertThat(waiting.stream().filter(answer -> !answer.isDone()).count())
                .as("clients that still wait")
                .isGreaterThanOrEqualTo(40);
        answer(waiting);
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer.join().status())
                        .isIn(200, 202)); // the latter where a loaded machine took longer than the client waited
    }

    private void answer(List<CompletableFuture<Answer>> waiting) {
        // There are not places for all; who has none does not wait.
        var queue = API.takeMessages(Set.copyOf(API.running(tenant))).stream()
                .map(message -> message.getProps().getReplyTo())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        Awaitility.await().until(() -> {
            var jobs = API.running(tenant);
            jobs.forEach(API::complete);
            API.reply(queue, jobs);
            return waiting.stream().allMatch(CompletableFuture::isDone);
        });
    }

    private static CompletableFuture<Answer> waiting(String tenant, int seconds) {
        return CompletableFuture.supplyAsync(
                () -> API.postPair(Tokens.of(tenant), Form.pair(PROBE, REFERENCE), "Prefer", "wait=" + seconds),
                task -> Thread.ofVirtual().start(task));
    }

    /** What a client gets that waits while a worker decides its pair as a non-match close to the threshold. */
    static Answer decidedWhileWaiting(String tenant) {
        var waiting = CompletableFuture.supplyAsync(
                () -> API.postPair(Tokens.of(tenant), Form.pair(PROBE, REFERENCE), "Prefer", "respond-async, wait=25"));
        var id = API.awaitRunning(tenant);
        API.decide(id, 0, 1, index -> ApiServer.compared(0.699_99));
        API.reply(API.takeMessages(id).getFirst());
        return waiting.join();
    }

    private void assertRefused(Form form, int status, String code, String named) {
        var jobs = API.jobsOf(tenant);

        var answer = API.postPair(token, form);

        assertProblem(answer, status, code);
        assertThat(answer.json().get("detail").asString().toLowerCase(Locale.ROOT))
                .contains(named);
        assertThat(API.jobsOf(tenant)).isEqualTo(jobs);
    }
}
