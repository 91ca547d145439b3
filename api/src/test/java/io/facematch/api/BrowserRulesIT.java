package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Zip;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever answers, and whoever refuses: a browser that shows it may do nothing with it, and says so once. */
class BrowserRulesIT {
    private static final ApiServer API = ApiServer.get();
    private static final Map<String, String> RULES = Map.of(
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "X-Content-Type-Options", "nosniff");
    private static final String OF_ANSWERS = "default-src 'none'; frame-ancestors 'none'";
    private static final String TOKEN = Tokens.external("rules");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/jobs HTTP/1.1",
                "HEAD /v1/jobs HTTP/1.1",
                "GET /v1/models HTTP/1.1",
                "GET /actuator/health HTTP/1.1",
                "GET /v3/api-docs HTTP/1.1",
                "GET /v3/api-docs.yaml HTTP/1.1",
                "GET /v1/nothing HTTP/1.1",
                "GET /v1/test/defect HTTP/1.1",
                "PUT /v1/jobs HTTP/1.1",
                "POST /facematch HTTP/1.1",
                "POST /advanced_facematch HTTP/1.1",
                "POST /ExtFaceComparison/Compare HTTP/1.1",
                "GET /assets/none.js HTTP/1.1",
                // Refused by the firewall.
                "GET /v1//jobs HTTP/1.1",
                "GET /v1/jobs;x=1 HTTP/1.1",
                // Refused by the web server.
                "GET /v1/jobs/%zz HTTP/1.1",
                "GET /v1/jobs|x HTTP/1.1",
                "GET /facematch\\x HTTP/1.1",
                "GE\u0001T /v1/jobs HTTP/1.1",
                "TRACE /v1/jobs HTTP/1.1",
                "TRACE /facematch HTTP/1.1",
                "BREW /v1/jobs HTTP/1.1",
                "GET /v1/jobs HTTP/9.9",
                "GET /v1/jobs HTTP/1.1\r\nTransfer-Encoding: odd",
                "GET /v1/jobs HTTP/1.1\r\nContent-Length: x",
                "GET /v1/jobs HTTP/1.1\r\nExpect: something",
                "GET /v1/jobs HTTP/1.1\r\nHost: two",
            })
    void answersOfTheApi(String request) throws IOException {
        try (var http = new RawHttp(API)) {
            assertRules(http.send(RawHttp.head(request, TOKEN)).receive(), OF_ANSWERS);
        }
    }

    @Test
    void whatIsFarTooLarge() throws IOException {
        try (var http = new RawHttp(API)) {
            var head = RawHttp.head("GET /v1/jobs HTTP/1.1", TOKEN, "X-Long: " + "x".repeat(20_000));

            assertRules(http.send(head).receive(), OF_ANSWERS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /oauth2/jwks HTTP/1.1",
                "GET /.well-known/oauth-authorization-server HTTP/1.1",
                "POST /oauth2/token HTTP/1.1",
                "POST /oauth2/token HTTP/1.1\r\nContent-Length: 100000",
                "POST /api/AppSessionManager/GetAppToken HTTP/1.1",
                "POST /sign-in HTTP/1.1",
                "POST /sign-in HTTP/1.1\r\nContent-Length: 100000",
            })
    void answersOfTheIssuer(String request) throws IOException {
        try (var http = RawHttp.at(IssuingApi.get().port())) {
            assertRules(http.send(RawHttp.head(request, TOKEN)).receive(), OF_ANSWERS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/audit",
                "/favicon.svg",
                "/assets/app.js",
                "/samples/demo.zip",
                "/swagger-ui/index.html"
            })
    void pages(String path) throws IOException {
        try (var http = new RawHttp(API)) {
            var answer =
                    http.send(RawHttp.head("HEAD " + path + " HTTP/1.1", TOKEN)).receive();

            assertThat(answer).startsWith("HTTP/1.1 200 ");
            assertRules(answer, "default-src 'none'; script-src 'self';");
        }
    }

    private static void assertRules(String answer, String policy) {
        RULES.forEach((name, value) ->
                assertThat(values(answer, name)).as(name + " in " + answer).containsExactly(value));
        assertThat(values(answer, "Content-Security-Policy"))
                .as(answer)
                .singleElement()
                .asString()
                .startsWith(policy);
        // No other origin is let in.
        assertThat(answer).doesNotContainIgnoringCase("Access-Control-");
    }

    private static List<String> values(String answer, String header) {
        var head = answer.contains("\r\n\r\n") ? answer.substring(0, answer.indexOf("\r\n\r\n")) : answer;
        return Pattern.compile("(?im)^" + header + ": ?([^\r\n]*)")
                .matcher(head)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Nobody has to guess; and the browser's guess would be a way around the rules. */
    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=UTF-8",
        "/index.html, text/html;charset=UTF-8",
        "/audit, text/html;charset=UTF-8",
        "/assets/charts/chart.umd.min.js, text/javascript;charset=UTF-8",
        "/favicon.svg, image/svg+xml;charset=UTF-8",
        "/assets/app.js, text/javascript;charset=UTF-8",
        "/assets/base.css, text/css;charset=UTF-8",
        "/swagger-ui/index.html, text/html;charset=UTF-8",
        "/swagger-ui/initializer.js, text/javascript;charset=UTF-8",
        "/swagger-ui/swagger-ui.css, text/css;charset=UTF-8",
        "/swagger-ui/swagger-ui-bundle.js.LICENSE.txt, text/plain;charset=UTF-8"
    })
    void textSaysItsCharset(String path, String type) {
        assertThat(API.send(path, request -> request).header("Content-Type")).contains(type);
    }

    @Test
    void soDoEvents() throws IOException {
        var token = Tokens.of("rules-" + UUID.randomUUID());
        var job = API.postZip(token, Zip.ofPairs("a")).id();
        API.complete(job);

        var answer = API.get(token, "/v1/jobs/" + job + "/events");

        assertThat(answer.header("Content-Type")).contains("text/event-stream;charset=UTF-8");
    }
}
