package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every refusal of the vendors' routes, byte for byte in the words of their clients. */
class ErrorContractIT {
    private static final ApiServer API = ApiServer.get();
    private static final byte[] NOTHING = {};
    private static final String HUGE = "Content-Length: 100000000";

    private final String tenant = "error-contract-" + UUID.randomUUID();
    private final String token = Tokens.external(tenant);

    @AfterEach
    void leavesNoJob() {
        assertThat(API.jobsOf(tenant)).isZero();
    }

    @AfterEach
    void letTimePass() {
        API.clock.reset();
    }

    @ParameterizedTest
    @EnumSource
    void missingImages(VendorRoute route) {
        assertRefused(route, new Form().file(route.reference, VendorRoute.REFERENCE), 400, "probe-missing");
        if (route != VendorRoute.ADVANCED_FACEMATCH) {
            assertRefused(route, new Form().file(route.probe, VendorRoute.PROBE), 400, "reference-missing");
        }
        assertRefused(route, new Form(), 400, "both-missing");
    }

    @ParameterizedTest
    @EnumSource
    void emptyImages(VendorRoute route) {
        assertRefused(route, route.form(NOTHING, VendorRoute.REFERENCE), 400, "probe-empty");
        assertRefused(route, route.form(VendorRoute.PROBE, NOTHING), 400, "reference-empty");
        assertRefused(route, route.form(NOTHING, NOTHING), 400, "both-empty");
        assertRefused(route, new Form().file(route.reference, NOTHING), 400, "probe-missing-reference-empty");
    }

    @ParameterizedTest
    @EnumSource
    void partsThatDoNotBelong(VendorRoute route) {
        assertRefused(route, route.form().file(route.probe, VendorRoute.PROBE), 400, "probe-twice");
        assertRefused(route, route.form().file("image3", VendorRoute.PROBE), 400, "unexpected-part");
        assertRefused(
                route,
                new Form().file(route.probe.toUpperCase(Locale.ROOT), VendorRoute.PROBE),
                400,
                "unexpected-part");
        assertRefused(
                route,
                new Form().field(route.probe, "string").field(route.reference, "string"),
                400,
                "text-instead-of-file");
        if (route == VendorRoute.COMPARE) {
            assertRefused(route, route.form().field("unique_id", "x"), 400, "unexpected-part");
        } else {
            assertRefused(route, route.form().field("unique_id", "x").field("unique_id", "x"), 400, "unique-id-twice");
            assertRefused(route, route.form().field("unique_id", "x".repeat(1025)), 413, "unique-id-too-long");
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenForms(VendorRoute route) {
        for (var body : List.of(
                route.form().cutOff(),
                new Form().file(route.probe, VendorRoute.PROBE).cutOff())) {
            route.assertAnswers(API.post(token, route.path, Form.CONTENT_TYPE, body), 400, "broken-form");
        }
        var whole = route.form().build();
        route.assertAnswers(API.post(token, route.path, "multipart/form-data", whole), 400, "broken-form");
        route.assertAnswers(
                API.post(token, route.path, "multipart/form-data; boundary=other", whole), 400, "both-missing");
        for (var text : List.of("", "no form at all", "--a-boundary-of-the-test\r\nContent-Disposition: form-data")) {
            var answer = API.post(token, route.path, Form.CONTENT_TYPE, text.getBytes(StandardCharsets.US_ASCII));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            route.assertFollowsContract(answer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oddCharsetsAreNoDefect(VendorRoute route) {
        for (var charset : List.of("no-such-charset", "", "\"", "utf-8")) {
            var answer = API.post(
                    token,
                    route.path,
                    Form.CONTENT_TYPE + "; charset=" + charset,
                    new Form().file(route.reference, VendorRoute.REFERENCE).build());

            assertThat(answer.status()).as(answer.toString()).isIn(400, 415);
            route.assertFollowsContract(answer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodiesThatEndEarly(VendorRoute route) throws IOException {
        try (var http = sendHalf(route)) {
            route.assertAnswers(http.end().receiveAnswer(), 400, "cut-off");
        }
    }

    @Test
    void bodiesThatStop() throws IOException {
        // At once: each waits three seconds for the rest.
        try (var facematch = sendHalf(VendorRoute.FACEMATCH);
                var advanced = sendHalf(VendorRoute.ADVANCED_FACEMATCH);
                var compare = sendHalf(VendorRoute.COMPARE)) {
            VendorRoute.FACEMATCH.assertAnswers(facematch.receiveAnswer(), 408, "too-slow");
            VendorRoute.ADVANCED_FACEMATCH.assertAnswers(advanced.receiveAnswer(), 408, "too-slow");
            VendorRoute.COMPARE.assertAnswers(compare.receiveAnswer(), 408, "too-slow");
        }
    }

    private RawHttp sendHalf(VendorRoute route) throws IOException {
        return new RawHttp(API)
                .send(head(route, "Content-Length: 1000"))
                .send(Arrays.copyOf(route.form().build(), 200));
    }

    @ParameterizedTest
    @EnumSource
    void tooLarge(VendorRoute route) throws IOException {
        var tooLarge = new byte[ApiServer.MAX_IMAGE_BYTES + 1];
        assertRefused(route, route.form(tooLarge, VendorRoute.REFERENCE), 413, "probe-too-large");
        assertRefused(route, route.form(VendorRoute.PROBE, tooLarge), 413, "reference-too-large");
        assertRefused(
                route,
                new Form().part(route.probe, "; filename=\"" + "x".repeat(5000) + "\"", VendorRoute.PROBE),
                413,
                "body-too-large");
        // No byte of the body follows: a server that reads it before it answers waits for ever.
        try (var http = new RawHttp(API)) {
            route.assertAnswers(http.send(head(route, HUGE)).receiveAnswer(), 413, "announced-too-large");
        }
    }

    /** What belongs to no part counts, too. */
    @ParameterizedTest
    @EnumSource
    void tooLargeWithoutAnnouncement(VendorRoute route) throws IOException {
        var answer = API.send(
                route.path,
                request -> request.POST(BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(new byte[3 * ApiServer.MAX_IMAGE_BYTES])))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", Form.CONTENT_TYPE));

        route.assertAnswers(answer, 413, "body-too-large");
    }

    @ParameterizedTest
    @EnumSource
    void otherMediaTypes(VendorRoute route) {
        for (var type : List.of(
                "application/json",
                "application/x-www-form-urlencoded",
                "image/jpeg",
                "multipart/mixed; boundary=x",
                "a/b/c")) {
            route.assertAnswers(API.post(token, route.path, type, route.form().build()), 415, "unsupported-media-type");
        }
        var without = API.send(
                route.path,
                request ->
                        request.POST(BodyPublishers.ofByteArray(NOTHING)).header("Authorization", "Bearer " + token));
        route.assertAnswers(without, 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @EnumSource
    void whateverTheClientAcceptsItIsJson(VendorRoute route) {
        var answer = API.post(token, route.path, Form.CONTENT_TYPE, new Form().build(), "Accept", "image/png");

        route.assertAnswers(answer, 400, "both-missing");
    }

    @ParameterizedTest
    @EnumSource
    void tokens(VendorRoute route) {
        for (var bad : List.of("Bearer x", "Bearer " + token + "x", "Basic eDp5", "Bearer")) {
            var answer = API.send(
                    route.path,
                    request -> request.POST(
                                    BodyPublishers.ofByteArray(route.form().build()))
                            .header("Content-Type", Form.CONTENT_TYPE)
                            .header("Authorization", bad));
            route.assertAnswers(answer, 401, "unauthenticated");
            assertThat(answer.header("WWW-Authenticate").orElse("")).startsWith("Bearer");
        }
        var withoutScope = Tokens.signed(Tokens.claims(tenant)
                .claim("scope", "facematch.bulk")
                .claim("services", "External")
                .build());
        route.assertAnswers(route.post(withoutScope, route.form()), 403, "forbidden");
        if (route == VendorRoute.COMPARE) {
            route.assertAnswers(route.post(Tokens.of(tenant), route.form()), 403, "forbidden");
        }
    }

    /** Neither the body is waited for nor is the client told to send it. */
    @ParameterizedTest
    @EnumSource
    void tokensAreLookedAtBeforeTheBody(VendorRoute route) throws IOException {
        for (var expectation : new String[] {"Expect: 100-continue", "X-Nothing: x"}) {
            try (var http = new RawHttp(API)) {
                var request = RawHttp.head(
                        "POST " + route.path + " HTTP/1.1",
                        "bad",
                        "Content-Type: " + Form.CONTENT_TYPE,
                        HUGE,
                        expectation);
                route.assertAnswers(http.send(request).receiveAnswer(), 401, "unauthenticated");
            }
            try (var http = new RawHttp(API)) {
                var request = RawHttp.head(
                        "POST " + route.path + " HTTP/1.1",
                        Tokens.of(tenant, "facematch.bulk"),
                        "Content-Type: " + Form.CONTENT_TYPE,
                        HUGE,
                        expectation);
                route.assertAnswers(http.send(request).receiveAnswer(), 403, "forbidden");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyIsAskedForWhenItIsWanted(VendorRoute route) throws IOException {
        var body = new Form().file(route.reference, VendorRoute.REFERENCE).build();
        try (var http = new RawHttp(API)) {
            http.send(head(route, "Content-Length: " + body.length, "Expect: 100-continue"));
            assertThat(http.receive(true)).startsWith("HTTP/1.1 100 ");

            route.assertAnswers(http.send(body).receiveAnswer(), 400, "probe-missing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherAddressesAndMethods(VendorRoute route) {
        for (var path : List.of("/", "/nothing/at/all?x=y", "-x")) {
            var answer = API.get(token, route.path + path);
            assertThat(answer.status()).isEqualTo(404);
            route.assertFollowsContract(answer);
        }
        var unknown = API.post(token, route.path + "/nothing", Form.CONTENT_TYPE, new Form().build());
        route.assertAnswers(unknown, 404, "unknown-address");
        for (var method : List.of("PUT", "DELETE", "PATCH")) {
            var answer = API.send(
                    route.path,
                    request ->
                            request.method(method, BodyPublishers.noBody()).header("Authorization", "Bearer " + token));
            assertThat(answer.status()).isEqualTo(405);
            route.assertFollowsContract(answer);
        }
        var get = API.get(token, route.path);
        route.assertAnswers(get, 405, "method-not-allowed");
        assertThat(get.header("Allow")).contains("POST");
    }

    @ParameterizedTest
    @EnumSource
    void defects(VendorRoute route) {
        var answer = API.get(token, route.path + "/test/defect");

        route.assertAnswers(answer, 500, "defect");
        API.assertNotLogged(BrokenController.SECRET);
    }

    @ParameterizedTest
    @EnumSource
    void tooManyRequests(VendorRoute route) {
        var crowded = Tokens.external("crowd");
        API.clock.stop();
        API.post(crowded, route.path, Form.CONTENT_TYPE, new Form().build());
        API.post(crowded, route.path, Form.CONTENT_TYPE, new Form().build());

        var answer = API.post(crowded, route.path, Form.CONTENT_TYPE, new Form().build());

        route.assertAnswers(answer, 429, "too-many-requests");
        assertThat(answer.header("Retry-After")).contains("1");
    }

    /** Without a path there is no route whose words to use. */
    @ParameterizedTest
    @EnumSource
    void aRequestWithoutReadablePathGetsAProblem(VendorRoute route) throws IOException {
        try (var http = new RawHttp(API)) {
            var answer = http.send(RawHttp.head("POST " + route.path + "\\x HTTP/1.1", token))
                    .receiveAnswer();

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        }
    }

    /** Refused before a line of ours runs, and still in the words of the route. */
    @ParameterizedTest
    @EnumSource
    void refusedByTheContainer(VendorRoute route) throws IOException {
        assertContainerRefuses(route, "POST " + route.path + "/%zz HTTP/1.1", 400, "malformed-request");
        assertContainerRefuses(route, "POST " + route.path + "/%00 HTTP/1.1", 400, "malformed-request");
        assertContainerRefuses(route, "POST " + route.path + ";x=1 HTTP/1.1", 400, "malformed-request");
        assertContainerRefuses(route, "POST " + route.path + "//x HTTP/1.1", 400, "malformed-request");
        assertContainerRefuses(route, "BREW " + route.path + " HTTP/1.1", 400, "malformed-request");
        assertContainerRefuses(route, "TRACE " + route.path + " HTTP/1.1", 405, "trace");
        assertContainerRefuses(route, "POST " + route.path + " HTTP/9.9", 505, "http-version");
        try (var http = new RawHttp(API)) {
            var answer = http.send(head(route, "X-Long: " + "x".repeat(20_000))).receive();
            route.assertAnswers(answer, 400, "malformed-request");
        }
    }

    private void assertContainerRefuses(VendorRoute route, String request, int status, String sample)
            throws IOException {
        try (var http = new RawHttp(API)) {
            var answer = http.send(RawHttp.head(request, token)).receive();
            assertThat(answer).doesNotContain("<html", "Tomcat", "Exception");
            route.assertAnswers(answer, status, sample);
        }
    }

    private void assertRefused(VendorRoute route, Form form, int status, String sample) {
        route.assertAnswers(route.post(token, form), status, sample);
    }

    private String head(VendorRoute route, String... headers) {
        var all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: " + Form.CONTENT_TYPE;
        return RawHttp.head("POST " + route.path + " HTTP/1.1", token, all);
    }

    /** As when a base URL ends in a slash, or a client encodes more than it must. */
    @ParameterizedTest
    @EnumSource
    void otherSpellingsOfTheRouteAreAnsweredInItsWords(VendorRoute route) {
        var first = Integer.toHexString(route.path.charAt(1));
        for (var path : List.of("/" + route.path, "/%" + first + route.path.substring(2) + "/x")) {
            var answer = API.get(token, path);

            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.json().has(route == VendorRoute.COMPARE ? "messages" : "msg"))
                    .as(answer.toString())
                    .isTrue();
        }
    }

    /** A byte now and then would hold a thread for hours. */
    @ParameterizedTest
    @EnumSource
    void aBodyThatTricklesIsGivenUp(VendorRoute route) throws IOException {
        try (var http = new RawHttp(API)) {
            http.send(RawHttp.head(
                    "POST " + route.path + " HTTP/1.1",
                    token,
                    "Content-Type: " + Form.CONTENT_TYPE,
                    "Content-Length: 100000"));
            http.send("--a-boundary-of-the-test\r\n");
            Awaitility.await()
                    .until(() -> API.sql
                                    .sql("select count(*) from rate_limit_bucket where id like ? and state is not null")
                                    .param("requests:" + tenant + ":%")
                                    .query(Integer.class)
                                    .single()
                            == 1);

            http.send("Content-Disposition: form-data");
            API.clock.ahead(Duration.ofSeconds(11));

            route.assertAnswers(http.receiveAnswer(), 408, "too-slow");
        }
    }
}
