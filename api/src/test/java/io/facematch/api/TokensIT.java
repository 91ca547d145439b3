package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensIT {
    private static final ApiServer API = ApiServer.get();

    @Test
    void acceptsARightToken() {
        var answer = API.get(Tokens.of("acme"), "/v1/jobs");

        assertThat(answer.status()).isEqualTo(200);
    }

    static Stream<Arguments> refused() throws JOSEException {
        return Stream.of(
                refused("malformed", "this-is-no-token"),
                refused("two parts", "abc.def"),
                refused("empty parts", ".."),
                refused("expired", spoiled(claims -> claims.expirationTime(secondsFromNow(-120)))),
                refused("not yet valid", spoiled(claims -> claims.notBeforeTime(secondsFromNow(120)))),
                refused("no expiry", spoiled(claims -> claims.expirationTime(null))),
                refused("too long a life", spoiled(claims -> claims.expirationTime(secondsFromNow(86_400 + 600)))),
                refused("other audience", spoiled(claims -> claims.audience("someone-else"))),
                refused("no audience", spoiled(claims -> claims.audience(List.of()))),
                refused("no tenant", spoiled(claims -> claims.claim("tenant", null))),
                refused("empty tenant", spoiled(claims -> claims.claim("tenant", ""))),
                refused("blank tenant", spoiled(claims -> claims.claim("tenant", " \t"))),
                refused("number as tenant", spoiled(claims -> claims.claim("tenant", 7))),
                refused("control character in the tenant", spoiled(claims -> claims.claim("tenant", "a\u0000b"))),
                refused("endless tenant", spoiled(claims -> claims.claim("tenant", "a".repeat(256)))),
                refused("control character in the client", spoiled(claims -> claims.claim("azp", "a\u0000b"))),
                refused("list as tenant", spoiled(claims -> claims.claim("tenant", List.of("acme", "other")))),
                refused("other key", Tokens.signed(header(), claims(), Tokens.keys())),
                refused("RS512", Tokens.signed(new JWSHeader(JWSAlgorithm.RS512), claims(), Tokens.TRUSTED)),
                refused("PS256", Tokens.signed(new JWSHeader(JWSAlgorithm.PS256), claims(), Tokens.TRUSTED)),
                refused("no algorithm", new PlainJWT(claims()).serialize()),
                refused(
                        "HS256 by the public key",
                        hmac(Tokens.TRUSTED.getPublic().getEncoded())),
                refused(
                        "HS256 by the public key's PEM",
                        hmac(Tokens.publicKeyPem().getBytes(StandardCharsets.US_ASCII))),
                refused(
                        "own key named by jku",
                        Tokens.signed(
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("mine")
                                        .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                                        .build(),
                                claims(),
                                Tokens.keys())),
                refused("critical header that nobody knows", criticalHeader()),
                refused("altered claims", altered()),
                refused("cut signature", Tokens.of("acme").replaceFirst("\\.[^.]*$", ".")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesEveryOtherTokenAlike(String why, String token) {
        var withoutToken = API.send("/v1/jobs", request -> request);
        var answer = API.get(token, "/v1/jobs");

        assertThat(answer.status()).as(why).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().get("code").asString()).isEqualTo("unauthenticated");
        assertThat(answer.json().get("status").asInt()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(withoutToken.body());
        if (token.length() > 30) {
            API.assertNotLogged(token);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWNtZTphY21l", "Bearer", "Bearer ", "bearer a b", "Token x"})
    void refusesOtherAuthorizationsAlike(String authorization) {
        var withoutToken = API.send("/v1/jobs", request -> request);
        var answer = API.send("/v1/jobs", request -> request.header("Authorization", authorization));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(withoutToken.body());
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void refusesABrowserInTheSameShape() {
        var answer = API.send("/v1/jobs", request -> request.header("Accept", "text/html"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
    }

    @Test
    void refusesATokenInTheQuery() {
        var answer = API.send("/v1/jobs?access_token=" + Tokens.of("acme"), request -> request);

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void forgivesAMinuteOfClockSkew() {
        var answer = API.get(spoiled(claims -> claims.expirationTime(secondsFromNow(-30))), "/v1/jobs");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void needsAScope() {
        for (var token : List.of(
                Tokens.of("acme", ""),
                Tokens.of("acme", "openid facematch.compareX"),
                spoiled(claims -> claims.claim("scope", null)),
                spoiled(claims -> claims.claim("scope", 7)))) {
            var answer = API.get(token, "/v1/jobs");

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("Content-Type")).contains("application/problem+json");
            assertThat(answer.json().get("code").asString()).isEqualTo("forbidden");
        }
    }

    @Test
    void needsTheScopeOfArchives() {
        var compareOnly = Tokens.of("acme-compare", "facematch.compare");

        var archive = API.postZip(compareOnly, Zip.ofPairs("a"));
        var archivePart = API.postPair(compareOnly, new Form().file("archive", Zip.ofPairs("a")));
        var single = API.postPair(compareOnly, Form.pair(new byte[] {1}, new byte[] {2}));

        assertThat(archive.status()).isEqualTo(403);
        assertThat(archive.json().get("code").asString()).isEqualTo("forbidden");
        assertThat(archivePart.status()).isEqualTo(403);
        assertThat(archivePart.json().get("code").asString()).isEqualTo("forbidden");
        assertThat(single.status()).isEqualTo(202);
        assertThat(API.jobsOf("acme-compare")).isEqualTo(1);
    }

    @Test
    void needsTheScopeOfSingles() {
        var bulkOnly = Tokens.of("acme-bulk", "facematch.bulk");

        assertThat(API.postPair(bulkOnly, Form.pair(new byte[] {1}, new byte[] {2}))
                        .status())
                .isEqualTo(403);
        assertThat(API.postZip(bulkOnly, Zip.ofPairs("a")).status()).isEqualTo(202);
        assertThat(API.jobsOf("acme-bulk")).isEqualTo(1);
    }

    @Test
    void needsTheScopeOfSinglesOnVendorsRoutes() {
        for (var path : List.of("/facematch", "/advanced_facematch", "/ExtFaceComparison/Compare")) {
            var bulkOnly =
                    spoiled(claims -> claims.claim("scope", "facematch.bulk").claim("services", "External"));
            var right = spoiled(claims -> claims.claim("services", "External"));

            assertThat(post(bulkOnly, path).status()).as(path).isEqualTo(403);
            assertThat(post(right, path).status()).as(path).isNotIn(401, 403);
        }
    }

    @Test
    void needsTheServicesClaimForTheComparisonOfApplications() {
        var path = "/ExtFaceComparison/Compare";
        for (var services :
                Arrays.<Object>asList(null, "", "external", "Internal", 7, List.of(), List.of(7, "Other"))) {
            var answer = post(spoiled(claims -> claims.claim("services", services)), path);

            assertThat(answer.status()).as("services: %s", services).isEqualTo(403);
            assertThat(answer.json().get("statusCode").asInt()).isEqualTo(403);
            assertThat(answer.json().get("result").isNull()).isTrue();
        }
        for (var services : List.<Object>of("External", "Other External", List.of("Other", "External"))) {
            var answer = post(spoiled(claims -> claims.claim("services", services)), path);

            assertThat(answer.status()).as("services: %s", services).isNotIn(401, 403);
        }
    }

    @Test
    void survivesScopesThatAreNoText() {
        for (var scope : List.of(7, List.of(7), Map.of("a", "b"), true)) {
            assertThat(API.get(spoiled(claims -> claims.claim("scope", scope)), "/v1/jobs")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(API.get(spoiled(claims -> claims.claim("scope", List.of("facematch.bulk"))), "/v1/jobs")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void asksForNoTokenWhereTheApiIsDescribed() {
        assertThat(API.send("/v3/api-docs", request -> request).status()).isNotEqualTo(401);
        assertThat(API.send("/v3/api-docs.yaml", request -> request).status()).isNotEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void answersHealthToEverybody(String path) {
        var answer = API.send(path, request -> request);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").asString()).isEqualTo("UP");
        assertThat(answer.text()).doesNotContain("database", "details", "version");
    }

    /** Above all, a client whose token has expired must get to where there is a new one. */
    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/v3/api-docs", "/"})
    void looksAtNoTokenWhereNoneIsNeeded(String path) {
        assertThat(API.get("expired-or-worse", path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/loggers",
                "/actuator/shutdown",
                "/actuator/configprops",
                "/v1/jobs",
                "/v1/anything",
                "/favicon.ico",
                "/pages/index.html"
            })
    void closesEverythingElse(String path) {
        assertThat(API.send(path, request -> request).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/loggers",
                "/actuator/beans",
                "/actuator/metrics",
                "/actuator/threaddump",
                "/actuator/configprops"
            })
    void exposesNoOtherActuator(String path) {
        var answer = API.get(Tokens.of("acme"), path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
    }

    private static Answer post(String token, String path) {
        return API.send(
                path,
                request -> request.header("Authorization", "Bearer " + token).POST(BodyPublishers.noBody()));
    }

    private static Arguments refused(String why, String token) {
        return Arguments.of(why, token);
    }

    private static JWSHeader header() {
        return new JWSHeader(JWSAlgorithm.RS256);
    }

    private static JWTClaimsSet claims() {
        return Tokens.claims("acme").build();
    }

    private static String spoiled(UnaryOperator<JWTClaimsSet.Builder> how) {
        return Tokens.signed(how.apply(Tokens.claims("acme")).build());
    }

    private static Date secondsFromNow(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String hmac(byte[] secret) throws JOSEException {
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims());
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private static String criticalHeader() throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .customParam("must-understand", "this")
                .criticalParams(java.util.Set.of("must-understand"))
                .build();
        var token = new SignedJWT(header, claims());
        token.sign(new RSASSASigner(Tokens.TRUSTED.getPrivate()));
        return token.serialize();
    }

    private static String altered() {
        var parts = Tokens.of("acme").split("\\.", -1);
        var other = Tokens.of("other").split("\\.", -1);
        return parts[0] + "." + other[1] + "." + parts[2];
    }
}
