package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.api.signin.SignInCodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.text.ParseException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A code is exchanged for a token once, in the answers that the contract has. */
class SignInByLinkIT {
    private static final OtherApi API = IssuingApi.get();
    private static final String PATH = "/sign-in";

    private final String tenant = "link-" + UUID.randomUUID();

    private String code() {
        return API.bean(SignInCodes.class).issue(new Owner(tenant, "cli", Set.of(Scopes.COMPARE, Scopes.BULK)));
    }

    private static Answer exchange(String code, String... headers) {
        var json = "{\"code\": \"" + code + "\"}";
        return checked(API.send(PATH, request -> {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
            return headers.length == 0 ? request : request.headers(headers);
        }));
    }

    private static Answer checked(Answer answer) {
        var asked = HttpRequest.newBuilder(URI.create("http://localhost" + PATH))
                .POST(BodyPublishers.noBody())
                .build();
        Contract.get().check(asked, answer);
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
        return answer;
    }

    @Test
    void aCodeBecomesATokenOnce() throws ParseException {
        var code = code();

        var first = exchange(code);
        var second = exchange(code);

        assertThat(first.status()).as(first.toString()).isEqualTo(200);
        var token = first.json().get("token").asString();
        assertThat(IssuingApi.claims(token).getStringClaim("tenant")).isEqualTo(tenant);
        assertThat(API.get(token, "/v1/jobs").status()).isEqualTo(200);
        FrameworkErrorsIT.assertProblem(second, 401, "sign-in-refused");
        assertThat(second.json().get("detail").asString()).contains("was used", "./facematch token");
        ApiServer.get().assertNotLogged(code, token);
    }

    @Test
    void ofManyAtOnceOneGetsIt() throws Exception {
        var code = code();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> attempt = () -> exchange(code).status();
            var answers =
                    threads.invokeAll(Stream.generate(() -> attempt).limit(20).toList());
            var let = 0;
            for (var answer : answers) {
                let += answer.get() == 200 ? 1 : 0;
            }
            assertThat(let).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAA", "\\u0000", "\\ud800", "%00", "../.."})
    void wrongCodesAreRefusedLikeUsedOnes(String wrong) {
        var used = code();
        exchange(used);

        var answer = exchange(wrong);

        FrameworkErrorsIT.assertProblem(answer, 401, "sign-in-refused");
        assertThat(answer.body()).isEqualTo(exchange(used).body());
    }

    /** And it is not used up by that. */
    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"})
    void notThroughAProxy(String header) {
        var code = code();

        var answer = exchange(code, header, "203.0.113.7");

        FrameworkErrorsIT.assertProblem(answer, 403, "sign-in-elsewhere");
        assertThat(answer.json().get("detail").asString()).contains("./facematch token");
        assertThat(exchange(code).status()).isEqualTo(200);
    }

    @Test
    void notUnderTheNameOfAnotherHost() throws IOException {
        var body = "{\"code\": \"" + code() + "\"}";
        try (var http = RawHttp.at(API.port())) {
            var answer = http.send("POST /sign-in HTTP/1.1\r\nHost: faces.example\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .receiveAnswer();

            assertThat(answer).startsWith("HTTP/1.1 403 ").contains("\"code\":\"sign-in-elsewhere\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "null", "[]", "7", "\"text\"", "{}", "{\"code\": null}", "{\"code\": {}}", "\u0000"})
    void aBodyWithoutACodeIsRefused(String body) {
        FrameworkErrorsIT.assertProblem(checked(API.postJson(PATH, body)), 400, "malformed-request");
    }

    @Test
    void nothingElseIsTaken() {
        var code = code();
        var large = API.postJson(PATH, "{\"code\": \"" + "a".repeat(9000) + "\"}");
        // What a form of another page could send.
        var form = API.send(
                PATH,
                request -> request.header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{\"code\": \"" + code + "\"}")));
        var inTheAddress = API.get(PATH + "?code=" + code);

        FrameworkErrorsIT.assertProblem(checked(large), 413, "too-large");
        FrameworkErrorsIT.assertProblem(checked(form), 415, "unsupported-media-type");
        FrameworkErrorsIT.assertProblem(inTheAddress, 405, "method-not-allowed");
        assertThat(exchange(code).status()).isEqualTo(200);
    }

    @Test
    void allOfItIsNoted() {
        var code = code();
        exchange(code);
        exchange(code);
        exchange(code(), "X-Forwarded-For", "203.0.113.7");

        await().untilAsserted(() -> assertThat(CapturedLog.lines())
                .contains("INFO io.facematch.security event=token-issued tenant=" + tenant
                        + " client=cli by=link address=127.0.0.0/24")
                .contains("INFO io.facematch.security event=token-refused by=link address=127.0.0.0/24")
                .contains("INFO io.facematch.security event=forbidden by=link address=203.0.113.0/24"));
    }
}
