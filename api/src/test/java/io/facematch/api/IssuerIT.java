package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.facematch.api.issuer.ClientSecret;
import io.facematch.api.issuer.Clients.Issued;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OAuth 2.0 endpoints, as a client meets them. */
class IssuerIT {
    private static final OtherApi API = IssuingApi.get();

    @Test
    void givesATokenThatTheApiTakes() {
        var client = IssuingApi.client("issuer-acme", "facematch.compare", "facematch.bulk");

        var answer = IssuingApi.token(client);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(answer.json().get("token_type").asString()).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").asInt()).isBetween(3_590, 3_600);
        assertThat(API.get(accessToken(answer), "/v1/jobs").status()).isEqualTo(200);
    }

    @Test
    void saysInTheTokenWhoseItIsAndWhatFor() throws ParseException {
        var client = IssuingApi.client();

        var claims = IssuingApi.claims(accessToken(IssuingApi.token(client)));

        var id = client.client().id();
        assertThat(claims.getIssuer()).isEqualTo(IssuingApi.URI);
        assertThat(claims.getAudience()).containsExactly("facematch");
        assertThat(claims.getSubject()).isEqualTo(id);
        assertThat(claims.getStringClaim("azp")).isEqualTo(id);
        assertThat(claims.getStringClaim("client_id")).isEqualTo(id);
        assertThat(claims.getStringClaim("tenant")).isEqualTo("acme");
        assertThat(claims.getStringClaim("services")).isEqualTo("External");
        assertThat(claims.getStringClaim("scope").split(" ", -1))
                .containsExactlyInAnyOrder("facematch.compare", "facematch.bulk");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void takesTheSecretInTheBodyToo() {
        var client = IssuingApi.client();

        var answer = API.postForm(
                "/oauth2/token",
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", client.client().id(),
                        "client_secret", client.secret().text()));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void narrowsTheScopesToWhatIsAskedFor() throws ParseException {
        var client = IssuingApi.client();

        var narrowed = ask(client, Map.of("scope", "facematch.bulk"));

        assertThat(narrowed.json().get("scope").asString()).isEqualTo("facematch.bulk");
        assertThat(IssuingApi.claims(accessToken(narrowed)).getStringClaim("scope"))
                .isEqualTo("facematch.bulk");
        var single = API.send(
                "/facematch",
                request -> request.header("Authorization", "Bearer " + accessToken(narrowed))
                        .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(single.status()).isEqualTo(403);
    }

    @Test
    void givesNoScopeThatTheClientHasNot() {
        var client = IssuingApi.client("acme", "facematch.compare");

        assertError(ask(client, Map.of("scope", "facematch.bulk")), 400, "invalid_scope");
        assertError(ask(client, Map.of("scope", "facematch.compare facematch.bulk")), 400, "invalid_scope");
    }

    @Test
    void refusesWrongUnknownAndDisabledClientsAlike() {
        var client = IssuingApi.client();
        var disabled = IssuingApi.client();
        IssuingApi.clients().disable(disabled.client().id());
        var id = client.client().id();
        var other = IssuingApi.client().secret().text();

        var wrong = IssuingApi.token(id, "fms_wrong", Map.of());
        var answers = List.of(
                wrong,
                IssuingApi.token(id, other, Map.of()),
                IssuingApi.token("fmc_unknownunknownunknown", "fms_wrong", Map.of()),
                IssuingApi.token("nobody", client.secret().text(), Map.of()),
                IssuingApi.token(disabled),
                API.postForm("/oauth2/token", Map.of("grant_type", "client_credentials")),
                API.postForm("/oauth2/token", Map.of("grant_type", "client_credentials", "client_id", id)));

        for (var answer : answers) {
            assertError(answer, 401, "invalid_client");
            assertThat(answer.header("WWW-Authenticate")).contains("Basic realm=\"facematch\"");
            assertThat(answer.body()).isEqualTo(wrong.body());
        }
    }

    @Test
    void survivesOddClientIds() {
        for (var id : List.of("a\u0000b", "x".repeat(5000), "'; drop table client; --", "fmc_\uD83D\uDE00")) {
            var answer = API.postForm(
                    "/oauth2/token",
                    Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", "fms_x"));

            assertThat(answer.status()).isIn(400, 401);
            assertThat(answer.json().has("error")).isTrue();
        }
    }

    @Test
    void forgetsTheOldSecretWhenItIsRotated() {
        var client = IssuingApi.client();
        var running = accessToken(IssuingApi.token(client));

        var rotated = IssuingApi.clients().rotate(client.client().id()).orElseThrow();

        assertError(IssuingApi.token(client), 401, "invalid_client");
        assertThat(IssuingApi.token(rotated).status()).isEqualTo(200);
        assertThat(API.get(running, "/v1/jobs").status()).isEqualTo(200);
    }

    @Test
    void servesAClientAgainOnceItIsEnabled() {
        var client = IssuingApi.client();
        IssuingApi.clients().disable(client.client().id());
        assertError(IssuingApi.token(client), 401, "invalid_client");

        IssuingApi.clients().enable(client.client().id());

        assertThat(IssuingApi.token(client).status()).isEqualTo(200);
    }

    @Test
    void answersFewRequestsForOneClientInAMinute() {
        var client = IssuingApi.client();
        var answers = new ArrayList<Answer>();
        for (int n = 0; n <= IssuingApi.TOKENS_OF_CLIENT + 5; n++) {
            answers.add(IssuingApi.token(client.client().id(), "fms_wrong", Map.of()));
        }

        var refused = answers.stream().filter(answer -> answer.status() != 401).toList();
        assertThat(refused).isNotEmpty().allSatisfy(answer -> {
            assertError(answer, 429, "temporarily_unavailable");
            assertThat(answer.header("Retry-After")).isPresent();
        });
        // The right secret helps no more, and other clients have their own limit.
        assertThat(IssuingApi.token(IssuingApi.client()).status()).isEqualTo(200);
    }

    @Test
    void readsNoLargeForm() {
        var client = IssuingApi.client();

        assertError(ask(client, Map.of("more", "x".repeat(9000))), 413, "invalid_request");
        var unannounced = API.send(
                "/oauth2/token",
                request -> request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream("x".repeat(9000).getBytes(StandardCharsets.US_ASCII)))));
        assertError(unannounced, 413, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "authorization_code",
                "refresh_token",
                "urn:ietf:params:oauth:grant-type:device_code",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "nonsense"
            })
    void knowsOneGrantOnly(String grant) {
        assertError(ask(IssuingApi.client(), Map.of("grant_type", grant)), 400, "unsupported_grant_type");
    }

    @Test
    void wantsAGrant() {
        var client = IssuingApi.client();
        var answer = API.postForm(
                "/oauth2/token",
                Map.of("scope", "facematch.compare"),
                "Authorization",
                IssuingApi.basic(client.client().id(), client.secret().text()));

        assertError(answer, 400, "invalid_request");
        assertError(IssuingApi.token(client.client().id(), "", Map.of()), 400, "invalid_request");
    }

    @Test
    void publishesItsKeyWithoutThePrivateHalf() throws Exception {
        var answer = API.get("/oauth2/jwks");

        assertThat(answer.status()).isEqualTo(200);
        var keys = JWKSet.parse(answer.text());
        assertThat(keys.getKeys()).singleElement().matches(key -> !key.isPrivate());
        assertThat(answer.json().get("keys").get(0).has("d")).isFalse();
        var token = SignedJWT.parse(accessToken(IssuingApi.token(IssuingApi.client())));
        var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();
        assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
    }

    @Test
    void describesWhatThereIsAndNothingElse() {
        var metadata = API.get("/.well-known/oauth-authorization-server").json();

        assertThat(metadata.propertyNames())
                .containsExactlyInAnyOrder(
                        "issuer",
                        "token_endpoint",
                        "token_endpoint_auth_methods_supported",
                        "jwks_uri",
                        "grant_types_supported",
                        "scopes_supported",
                        "response_types_supported");
        assertThat(metadata.get("issuer").asString()).isEqualTo(IssuingApi.URI);
        assertThat(metadata.get("token_endpoint").asString()).isEqualTo(IssuingApi.URI + "/oauth2/token");
        assertThat(metadata.get("jwks_uri").asString()).isEqualTo(IssuingApi.URI + "/oauth2/jwks");
        assertThat(metadata.get("grant_types_supported").toString()).isEqualTo("[\"client_credentials\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/authorize",
                "/oauth2/introspect",
                "/oauth2/revoke",
                "/oauth2/par",
                "/oauth2/register",
                "/oauth2/device_authorization",
                "/oauth2/device_verification",
                "/connect/register",
                "/userinfo",
                "/login",
                "/.well-known/openid-configuration"
            })
    void hasNoOtherEndpoint(String path) {
        var token = accessToken(IssuingApi.token(IssuingApi.client()));

        assertThat(API.get(path).status()).isEqualTo(401);
        assertThat(API.get(token, path).status()).isEqualTo(404);
        assertThat(API.postForm(path, Map.of("token", token), "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void refusesTokensOfOthers() {
        var claims = Tokens.claims("acme").issuer(IssuingApi.URI);
        var byStranger = Tokens.signed(claims.build());
        var otherIssuer = Tokens.signed(
                new com.nimbusds.jose.JWSHeader(com.nimbusds.jose.JWSAlgorithm.RS256),
                claims.issuer("https://elsewhere.example").build(),
                IssuingApi.KEYS);

        assertThat(API.get(byStranger, "/v1/jobs").status()).isEqualTo(401);
        assertThat(API.get(otherIssuer, "/v1/jobs").status()).isEqualTo(401);
    }

    @Test
    void keepsNoSecretAnywhere() {
        var client = IssuingApi.client();
        var token = accessToken(IssuingApi.token(client));
        IssuingApi.token(client.client().id(), "fms_wrong-secret-of-somebody", Map.of());
        var rotated = IssuingApi.clients().rotate(client.client().id()).orElseThrow();

        var secrets = List.of(client.secret(), rotated.secret());
        var stored = API.sql
                .sql("select client::text from client")
                .query(String.class)
                .list()
                .toString();
        for (ClientSecret secret : secrets) {
            assertThat(stored).doesNotContain(secret.text(), secret.text().substring(4));
            assertThat(secret.toString()).doesNotContain(secret.text().substring(4));
            ApiServer.get().assertNotLogged(secret.text());
        }
        ApiServer.get().assertNotLogged(token, "fms_wrong-secret-of-somebody");
    }

    private static Answer ask(Issued client, Map<String, String> fields) {
        return IssuingApi.token(client.client().id(), client.secret().text(), fields);
    }

    private static String accessToken(Answer answer) {
        return answer.json().get("access_token").asString();
    }

    private static void assertError(Answer answer, int status, String error) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.json().get("error").asString()).isEqualTo(error);
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
    }
}
