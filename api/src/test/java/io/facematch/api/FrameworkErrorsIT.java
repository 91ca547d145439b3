package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before a line of ours runs is refused in our shape. */
class FrameworkErrorsIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TOKEN = Tokens.of("framework");
    private static final String SOME_ID = "018f0000-0000-7000-8000-000000000000";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/v1",
                "/v1/",
                "/v1/nothing",
                "/v1/jobs/",
                "/v1/jobs/x/y/z",
                "/error",
                "/v1/jobs/a/outcomes/"
            })
    void unknownAddress(String path) {
        assertProblem(API.get(TOKEN, path), 404, "unknown-address");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/jobs",
        "PATCH, /v1/jobs",
        "DELETE, /v1/jobs",
        "POST, /v1/jobs/" + SOME_ID,
        "PUT, /v1/jobs/" + SOME_ID,
        "POST, /v1/jobs/" + SOME_ID + "/results",
        "DELETE, /v1/jobs/" + SOME_ID + "/outcomes",
        "POST, /actuator/health"
    })
    void wrongMethod(String method, String path) {
        var answer = API.send(
                path,
                request -> request.method(method, BodyPublishers.noBody()).header("Authorization", "Bearer " + TOKEN));

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isPresent();
    }

    @Test
    void wrongAccept() {
        var list = API.send(
                "/v1/jobs", request -> request.header("Accept", "text/csv").header("Authorization", "Bearer " + TOKEN));

        assertProblem(list, 406, "not-acceptable");
    }

    @Test
    void wrongAcceptOfASubmissionLeavesNoJob() {
        var token = Tokens.of("wrong-accept");

        var answer = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}), "Accept", "image/png");

        assertProblem(answer, 406, "not-acceptable");
        assertThat(API.jobsOf("wrong-accept")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=1001",
                "limit=x",
                "limit=99999999999",
                "limit=1.5",
                "cursor=",
                "cursor=!",
                "cursor=AAAA",
                "cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void malformedQuery(String query) {
        var answer = API.get(TOKEN, "/v1/jobs?" + query);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertProblem(answer, 400, answer.json().get("code").asString());
    }

    /** The connector or the firewall refuses these; the answer is no web page and names no product. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/jobs/%zz HTTP/1.1",
                "GET /v1/jobs/%00 HTTP/1.1",
                "GET /v1/jobs/a%0d%0ab HTTP/1.1",
                "GET /v1//jobs HTTP/1.1",
                "GET /v1/jobs;x=1 HTTP/1.1",
                "GET /v1/%2e%2e/jobs HTTP/1.1",
                "GET /v1/..%2fjobs HTTP/1.1",
                "GET /v1/jobs\\x HTTP/1.1",
                "GET /v1/jobs?a=<script> HTTP/1.1",
                "GET /v1/jobs|x HTTP/1.1",
                "GE\u0001T /v1/jobs HTTP/1.1",
                "TRACE /v1/jobs HTTP/1.1",
                "BREW /v1/jobs HTTP/1.1",
                "GET /v1/jobs HTTP/9.9",
            })
    void refusedByTheContainer(String request) throws IOException {
        try (var http = new RawHttp(API)) {
            var answer = http.send(RawHttp.head(request, TOKEN)).receive();

            assertThat(answer).matches("(?s)HTTP/1.1 (40[045]|50[15]) .*");
            assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
            assertThat(answer).doesNotContain("<html", "Tomcat", "Exception", "\tat ", "script");
        }
    }

    /** The parameters of a query are read late, and a header by whoever asks for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/jobs?%zz HTTP/1.1",
                "GET /v1/jobs?cursor=% HTTP/1.1",
                "GET /v1/jobs?a=%ff HTTP/1.1",
                "GET /v1/jobs?limit=%ED%A0%80 HTTP/1.1",
                "GET /v1/models?%zz HTTP/1.1",
                "GET /actuator/health/readiness?a=%ED%A0%80 HTTP/1.1",
                "GET /v1/jobs HTTP/1.1\r\nAccept: \u0080",
                "GET /v1/jobs/x/results HTTP/1.1\r\nAccept: \u009f",
                "GET /v1/jobs HTTP/1.1\r\nPrefer: \u0085",
                "POST /v1/jobs HTTP/1.1\r\nContent-Length: 1\r\nContent-Type: \u0081",
                "POST /v1/jobs HTTP/1.1\r\nContent-Length: 1\r\nContent-Type: application/zip\r\nIdempotency-Key: \u0090",
            })
    void queriesAndHeadersThatCantBeRead(String request) throws IOException {
        try (var http = new RawHttp(API)) {
            var answer = http.send(RawHttp.head(request, TOKEN)).end().receive();

            assertThat(answer).matches("(?s)HTTP/1.1 (200|400|404|406|415) .*");
            if (!answer.startsWith("HTTP/1.1 200")) {
                assertThat(answer)
                        .containsIgnoringCase("content-type: application/problem+json")
                        .contains("\"detail\":");
            }
        }
    }

    /** The firewall's own words quote the header: a token with a stray character would be in the log. */
    @Test
    void aHeaderThatCantBeReadIsNotLogged() throws IOException {
        for (var request :
                new String[] {"GET /v1/jobs HTTP/1.1", "POST /facematch HTTP/1.1", "GET /actuator/health HTTP/1.1"}) {
            try (var http = new RawHttp(API)) {
                var answer = http.send(RawHttp.head(request, "a-secret-of-the-test\u0081"))
                        .end()
                        .receive();
                assertThat(answer).matches("(?s)HTTP/1.1 (200|400|401) .*");
            }
        }
        try (var http = new RawHttp(API)) {
            http.send(RawHttp.head("GET /v1/jobs?a=a-secret-of-the-test| HTTP/1.1", TOKEN))
                    .receive();
        }
        API.assertNotLogged("a-secret-of-the-test");
    }

    /** Whoever sends it: it would fill the memory before the token is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"PUT /v1/jobs", "PATCH /facematch", "DELETE /v1/jobs/" + SOME_ID, "PUT /nothing"})
    void aFormIsReadOnlyWhereOneBelongs(String request) throws IOException {
        try (var http = new RawHttp(API)) {
            var answer = http.send(RawHttp.head(
                            request + " HTTP/1.1",
                            "bad",
                            "Content-Type: application/x-www-form-urlencoded",
                            "Content-Length: 1000000000"))
                    .receiveAnswer();

            assertThat(answer).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void headersTooLarge() throws IOException {
        try (var http = new RawHttp(API)) {
            var answer = http.send(RawHttp.head("GET /v1/jobs HTTP/1.1", TOKEN, "X-Long: " + "x".repeat(20_000)))
                    .receive();

            assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("<html", "Tomcat", "Exception");
        }
    }

    @Test
    void aDefectTellsOnlyItsIncident() {
        for (var path : List.of("/v1/test/defect", "/v1/test/error")) {
            var answer = API.get(TOKEN, path);

            assertProblem(answer, 500, "internal-error");
            var incident = answer.json().get("incident").asString();
            assertThat(API.logged()).anyMatch(line -> line.contains(incident));
            assertThat(answer.text()).doesNotContain(BrokenController.SECRET, "IllegalState", "AssertionError");
        }
        API.assertNotLogged(BrokenController.SECRET);
    }

    @Test
    void answersMayNotBeKeptOrSniffed() {
        for (var answer : List.of(
                API.get(TOKEN, "/v1/jobs"),
                API.get(TOKEN, "/v1/nothing"),
                API.get(TOKEN, "/v1/test/defect"),
                API.send("/v1/jobs", request -> request))) {
            assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("Server")).isEmpty();
            assertThat(answer.header("X-Powered-By")).isEmpty();
            assertThat(answer.header("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void headIsLikeGetWithoutBody() {
        var get = API.get(TOKEN, "/v1/jobs");
        var head = API.send("/v1/jobs", request -> request.HEAD().header("Authorization", "Bearer " + TOKEN));
        var unknown =
                API.send("/v1/jobs/" + SOME_ID, request -> request.HEAD().header("Authorization", "Bearer " + TOKEN));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        assertThat(head.body()).isEmpty();
        assertThat(unknown.status()).isEqualTo(404);
    }

    static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("code").asString()).isEqualTo(code);
        assertThat(answer.json().get("type").asString()).isEqualTo("urn:facematch:problem:" + code);
        assertThat(answer.json().get("title").asString()).isNotBlank();
        assertThat(answer.json().get("detail").asString()).isNotBlank();
        assertThat(answer.json().has("trace")).isFalse();
        assertThat(answer.json().has("timestamp")).isFalse();
        assertThat(answer.text()).doesNotContain("Exception", "io.facematch", "org.springframework");
    }
}
