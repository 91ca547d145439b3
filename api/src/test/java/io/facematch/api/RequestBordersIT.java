package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a proxy and the server could see the end of a request in two places, the second request that one of them sees in
 * the body of the first is answered by nobody.
 */
class RequestBordersIT {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final String SMUGGLED = "GET /v3/api-docs.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    /** Before the body, which is an empty chunk: what comes after it is a request for some, and the body for others. */
    private static Stream<String> ambiguousHeads() {
        return Stream.of(
                "Content-Length: 67\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 67",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: 0\r\nTransfer-Encoding: chunked",
                "Content-Length: 5\r\nContent-Length: 67",
                "Content-Length: 67\r\nContent-Length: 5",
                "Content-Length: 5, 67",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 0x5",
                "Content-Length: 5 7",
                "Content-Length: 5\r\n 7",
                "Content-Length: 5\u000b",
                "Content-Length : 5",
                "Content-Length: 99999999999999999999999",
                "Transfer-Encoding: xchunked\r\nContent-Length: 5",
                "Transfer-Encoding: chunked, identity\r\nContent-Length: 5",
                "Transfer-Encoding: identity, chunked\r\nContent-Length: 5",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: 5",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5",
                "Transfer-Encoding: \u000bchunked\r\nContent-Length: 5",
                "Transfer-Encoding: chunked\u0000\r\nContent-Length: 5",
                "Transfer-Encoding : chunked\r\nContent-Length: 5",
                "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 67",
                "X: y\rTransfer-Encoding: chunked\r\nContent-Length: 67",
                "Transfer_Encoding: chunked\r\nContent-Length: 67\r\nContent-Length: 5",
                "Transfer-Encoding: gzip, chunked\r\nContent-Length: 5");
    }

    private static Stream<Arguments> ambiguous() {
        return ambiguousHeads()
                .flatMap(head -> Stream.of("POST /oauth2/token", "GET /v3/api-docs.yaml", "POST /v1/jobs")
                        .map(request -> Arguments.of(request, head)));
    }

    @ParameterizedTest
    @MethodSource
    void ambiguous(String request, String head) throws IOException {
        try (var http = RawHttp.at(IssuingApi.get().port())) {
            var answers = http.send(
                            request + " HTTP/1.1\r\nHost: localhost\r\n" + FORM + head + "\r\n\r\n0\r\n\r\n" + SMUGGLED)
                    .end()
                    .receive();

            assertOneAnswer(answers);
        }
    }

    /** As the first request ends where everybody sees it, the second one is answered. So the test sees what it looks for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\na=bcd",
                "Transfer-Encoding: chunked\r\n\r\n5\r\na=bcd\r\n0\r\n\r\n",
                // HTTP makes a space of a break like this one: it is no header.
                "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\na=bcd"
            })
    void clearBordersLetTheNextRequestIn(String rest) throws IOException {
        try (var http = RawHttp.at(IssuingApi.get().port())) {
            var answers = http.send("POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n" + FORM + rest + SMUGGLED)
                    .end()
                    .receive();

            assertThat(STATUS.matcher(answers).results().map(found -> found.group(1)))
                    .containsExactly("401", "200");
        }
    }

    /** Each in the envelope of its route, and nothing after it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nabc\r\n0\r\n\r\n",
                "-1\r\nabc\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcdef\r\n0\r\n\r\n",
                "3\r\nabc0\r\n\r\n",
                "3\nabc\n0\n\n",
                "3;x=\"\nGET /x\"\r\nabc\r\n0\r\n\r\n",
                "\r\n0\r\n\r\n",
                " 3\r\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\n",
                "3\r\nab",
                "3",
                "",
                "3\r\nabc\r\n0\r\nX-Trailer: a\rb\r\n\r\n",
                "3\r\nabc\r\n0\r\nno colon\r\n\r\n",
            })
    void brokenChunks(String body) throws IOException {
        assertBrokenChunksAreTold(body);
    }

    /** What the server has not read when it closes the connection must not cost the client the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "3\r\nabcdef", "3\r\nabc\r\n-"})
    void brokenChunksWithMuchBehindThem(String body) throws IOException {
        assertBrokenChunksAreTold(body + "x".repeat(60_000));
    }

    private static void assertBrokenChunksAreTold(String body) throws IOException {
        for (var route : Stream.of(
                        "/oauth2/token|application/x-www-form-urlencoded|\"error\":\"invalid_request\"",
                        "/api/AppSessionManager/GetAppToken|application/json|\"statusCode\":400",
                        "/sign-in|application/json|\"code\":\"malformed-request\"")
                .map(line -> line.split("\\|", -1))
                .toList()) {
            try (var http = RawHttp.at(IssuingApi.get().port())) {
                var answers = http.send("POST " + route[0] + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + route[1]
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
                        .end()
                        .receive();

                assertOneAnswer(answers);
                assertThat(answers).startsWith("HTTP/1.1 400 ").contains(route[2]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "3\r\nab", ""})
    void brokenChunksOfPhotosAndArchives(String body) throws IOException {
        for (var route : Stream.of(
                        "/v1/jobs|application/zip|\"code\":\"",
                        "/v1/jobs|multipart/form-data; boundary=x|\"code\":\"malformed-request\"",
                        "/facematch|multipart/form-data; boundary=x|\"msg\":",
                        "/ExtFaceComparison/Compare|multipart/form-data; boundary=x|\"statusCode\":400")
                .map(line -> line.split("\\|", -1))
                .toList()) {
            try (var http = new RawHttp(ApiServer.get())) {
                var answers = http.send("POST " + route[0] + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + Tokens.external("borders") + "\r\nContent-Type: " + route[1]
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
                        .end()
                        .receive();

                assertOneAnswer(answers);
                assertThat(answers).startsWith("HTTP/1.1 400 ").contains(route[2]);
            }
        }
    }

    /** In the words of each route. */
    @Test
    void traceIsAnsweredByNobody() throws IOException {
        for (var route : Stream.of(
                        "/v1/jobs|\"code\":\"method-not-allowed\"",
                        "/|\"code\":\"method-not-allowed\"",
                        "/facematch|\"msg\":",
                        "/ExtFaceComparison/Compare|\"statusCode\":405",
                        "/api/AppSessionManager/GetAppToken|\"statusCode\":405",
                        "/oauth2/token|\"error\":\"invalid_request\"")
                .map(line -> line.split("\\|", -1))
                .toList()) {
            try (var http = RawHttp.at(IssuingApi.get().port())) {
                var answer = http.send(RawHttp.head("TRACE " + route[0] + " HTTP/1.1", "a-secret-of-the-test"))
                        .receive();

                assertOneAnswer(answer);
                assertThat(answer)
                        .startsWith("HTTP/1.1 405 ")
                        .contains(route[1])
                        .containsPattern("(?i)\r\nallow: ?[A-Z]+")
                        .doesNotContain("a-secret-of-the-test");
                assertThat(answer).doesNotContainPattern("(?i)\r\nallow:[^\r\n]*TRACE");
            }
        }
    }

    private static void assertOneAnswer(String answers) {
        var statuses =
                STATUS.matcher(answers).results().map(found -> found.group(1)).toList();
        assertThat(statuses).as(answers).hasSize(1);
        assertThat(statuses.getFirst()).as(answers).matches("[24]\\d\\d|501");
    }
}
