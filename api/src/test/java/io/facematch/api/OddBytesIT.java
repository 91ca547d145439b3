package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.security.Scopes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that no proper client sends, in the query, the path and every header that somebody reads, on each route, with a token
 * and without: an answer in the shape of the route, no defect, and nothing in the log.
 */
class OddBytesIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TOKEN = Tokens.of("odd-" + UUID.randomUUID(), "odd", String.join(" ", Scopes.ALL));
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

    private static final List<String> QUERIES = List.of(
            "%zz",
            "%",
            "a=%f",
            "a=%ff",
            "%ff=a",
            "a=%c0%af",
            "a=%ed%a0%80",
            "a=%f8%88%80%80%80",
            "a=%80",
            "a=%00",
            "%00",
            "limit=%00",
            "limit=%ff",
            "a=\u00ff",
            "a=\u0085",
            "cursor=%zz",
            "a=%u0041",
            "a=+%2",
            "access_token=%zz");

    private static final List<String> PATHS = List.of(
            "/%ff", "/%00", "/%c0%af", "/%zz", "/%", "/\u0085", "/\u00e9", "%85", "/%ed%a0%80", "/..%c0%af", ";a=%ff");

    private static final List<String> HEADERS = List.of(
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Authorization",
            "Cache-Control",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Type",
            "Cookie",
            "Expect",
            "Forwarded",
            "Idempotency-Key",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "Last-Event-ID",
            "Origin",
            "Prefer",
            "Range",
            "Referer",
            "traceparent",
            "tracestate",
            "User-Agent",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Prefix",
            "X-Forwarded-Proto",
            "X-Odd");

    private static final List<String> VALUES = List.of(
            "\u0080",
            "a\u0085b",
            "\u009f",
            "Bearer \u0090",
            "bytes=\u0081-",
            "\u007f",
            "a\u0001",
            "a\0b",
            "\u00c3\u0080",
            "\u00ff\u00fe");

    private static Stream<String> routes() {
        return Contract.get().document().path("paths").properties().stream()
                .filter(path -> !path.getValue().has("servers"))
                .flatMap(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteAnswersInItsShape(String route) {
        askWith(route, 1);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteAnswersEveryHeaderInItsShape(String route) {
        askWith(route, VALUES.size());
    }

    /** @param values of each header, other ones for each */
    private static void askWith(String route, int values) {
        var before = errors().size();
        var wrong = new ArrayList<String>();
        var method = route.substring(0, route.indexOf(' '));
        var path = route.substring(method.length() + 1)
                .replace("{id}", UUID.randomUUID().toString())
                .replace("{path}", "0/000")
                .replaceAll("\\{\\w+}", "x");
        for (var token : new String[] {TOKEN, ""}) {
            // Without a token, little is read.
            var few = token.isEmpty() && values == 1;
            for (var query : few ? QUERIES.subList(0, 4) : QUERIES) {
                judge(method, path + "?" + query, token, "", wrong);
            }
            for (var end : few ? PATHS.subList(0, 4) : PATHS) {
                judge(method, path + end, token, "", wrong);
            }
            for (int header = 0; header < HEADERS.size(); header += few ? 3 : 1) {
                for (int value = 0; value < values; value++) {
                    var odd = VALUES.get((header + value + route.length()) % VALUES.size());
                    judge(method, path, token, HEADERS.get(header) + ": " + odd + "\r\n", wrong);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(errors()).hasSize(before);
    }

    private static List<String> errors() {
        return API.logged().stream().filter(line -> line.startsWith("ERROR")).toList();
    }

    private static void judge(String method, String target, String token, String header, List<String> wrong) {
        var authorization =
                token.isEmpty() || header.startsWith("Authorization") ? "" : "Authorization: Bearer " + token + "\r\n";
        var request =
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n"
                        + authorization + header + "\r\n";
        try {
            var answer = send(target, request);
            assertThat(answer.status()).isLessThan(500);
            if (answer.status() >= 400) {
                shape(target, answer).assertSpeaks(answer);
            }
            if (target.contains("?") && !target.endsWith("%00")) {
                assertThat(answer.status()).isEqualTo(400);
            }
        } catch (IOException | AssertionError | RuntimeException e) {
            wrong.add(shown(method + " " + target + " " + header.strip() + (token.isEmpty() ? "" : " with a token")
                    + ": " + e.toString().replace('\n', ' ')));
        }
    }

    private static Answer send(String target, String request) throws IOException {
        var isForIssuer = Stream.of("oauth", "GetAppToken", "sign-in").anyMatch(target::contains);
        try (var http = new RawHttp(isForIssuer ? IssuingApi.get().port() : API.port(), PATIENCE)) {
            return RawAnswer.parse(http.send(request).receiveBytes());
        }
    }

    /** A request line that HTTP itself forbids is not read to its end, so that no route is known. */
    private static ErrorShape shape(String target, Answer answer) {
        var isReadable = target.chars().allMatch(c -> c < 0x80);
        var type = answer.header("Content-Type").orElse("");
        return !isReadable && type.startsWith("application/problem+json")
                ? ErrorShape.NATIVE
                : ErrorShape.of(target.replaceAll("\\?.*", ""));
    }

    private static String shown(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .codePoints()
                .limit(400)
                .collect(
                        StringBuilder::new,
                        (shown, c) -> shown.append(
                                c < ' ' || c > '~' ? "\\x" + Integer.toHexString(c) : Character.toString(c)),
                        StringBuilder::append)
                .toString();
    }
}
