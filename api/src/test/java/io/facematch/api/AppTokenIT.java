package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.issuer.Clients.Issued;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /api/AppSessionManager/GetAppToken}, as the vendor's clients know it. */
class AppTokenIT {
    private static final OtherApi API = IssuingApi.get();
    private static final String PATH = "/api/AppSessionManager/GetAppToken";

    @Test
    void answersInTheVendorsEnvelope() throws Exception {
        var client = IssuingApi.client("bank", "facematch.compare", "facematch.bulk");

        var answer = API.postJson(PATH, credentials(client, "bank"));

        var token = answer.json().at("/result/token").asString();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("""
                        {"version":null,"statusCode":200,"messages":["Processed successfully"],"result":{"token":"%s"}}""".formatted(token));
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
        var claims = IssuingApi.claims(token);
        assertThat(claims.getStringClaim("services")).isEqualTo("External");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("bank");
        assertThat(claims.getStringClaim("scope").split(" ", -1)).contains("facematch.compare", "facematch.bulk");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(24));
        ApiServer.get().assertNotLogged(token, client.secret().text());
    }

    @Test
    void givesATokenForEveryDialect() {
        var client = IssuingApi.client();
        var token = API.postJson(PATH, credentials(client, "acme"))
                .json()
                .at("/result/token")
                .asString();

        assertThat(API.get(token, "/v1/jobs").status()).isEqualTo(200);
        for (var path : List.of("/ExtFaceComparison/Compare", "/facematch", "/advanced_facematch")) {
            var answer = API.send(
                    path,
                    request ->
                            request.header("Authorization", "Bearer " + token).POST(BodyPublishers.noBody()));
            assertThat(answer.status()).as(path).isNotIn(401, 403, 500);
        }
    }

    @Test
    void aTokenThatExpiredDoesNotStandInTheWayOfANewOne() {
        var body = credentials(IssuingApi.client(), "acme");

        var answer = API.send(
                PATH,
                request -> request.header("Authorization", "Bearer an-old-one")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    @Test
    void refusesWhateverIsWrongAlike() {
        var client = IssuingApi.client();
        var disabled = IssuingApi.client();
        IssuingApi.clients().disable(disabled.client().id());
        var id = client.client().id();
        var secret = client.secret().text();

        var wrongTenant = API.postJson(PATH, credentials(client, "other"));
        for (var answer : List.of(
                wrongTenant,
                API.postJson(PATH, credentials(id, "fms_wrong", "acme")),
                API.postJson(PATH, credentials("fmc_nobody", secret, "acme")),
                API.postJson(PATH, credentials("a\\u0000b", secret, "acme")),
                API.postJson(PATH, credentials(disabled, "acme")))) {
            assertEnvelope(answer, 401);
            assertThat(answer.body()).isEqualTo(wrongTenant.body());
        }
        ApiServer.get().assertNotLogged(secret, "fms_wrong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{}",
                "{\"appId\": \"a\", \"appSecret\": \"b\"}",
                "{\"appId\": \"a\", \"tenantId\": \"b\"}",
                "{\"appSecret\": \"a\", \"tenantId\": \"b\"}",
                "{\"appId\": \"\", \"appSecret\": \"b\", \"tenantId\": \"c\"}",
                "{\"appId\": null, \"appSecret\": \"b\", \"tenantId\": \"c\"}",
                "{\"appId\": {}, \"appSecret\": \"b\", \"tenantId\": \"c\"}",
                "{\"app_id\": \"a\", \"app_secret\": \"b\", \"tenant_id\": \"c\"}"
            })
    void saysWhatIsMissing(String body) {
        assertEnvelope(API.postJson(PATH, body), 400);
    }

    @Test
    void namesTheMissingMember() {
        var answer = API.postJson(PATH, "{\"appId\": \"a\", \"tenantId\": \"b\"}");

        assertThat(answer.json().at("/messages/0").asString()).isEqualTo("appSecret is missing.");
    }

    @Test
    void answersEverythingElseInTheEnvelopeToo() {
        var form = API.send(
                PATH,
                request -> request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("appId=a")));
        var untyped = API.send(PATH, request -> request.POST(BodyPublishers.ofString("{}")));

        assertEnvelope(form, 415);
        assertEnvelope(untyped, 415);
        assertEnvelope(API.get(PATH), 405);
        assertEnvelope(API.postJson(PATH, "{\"appId\": \"" + "a".repeat(9000) + "\"}"), 413);
        assertEnvelope(API.get("/api/AppSessionManager/GetStandaloneSession"), 404);
    }

    @Test
    void answersFewRequestsForOneClientInAMinute() {
        var body = credentials(IssuingApi.client().client().id(), "fms_wrong", "acme");
        var answers = new ArrayList<Answer>();
        for (int n = 0; n <= IssuingApi.TOKENS_OF_CLIENT + 5; n++) {
            answers.add(API.postJson(PATH, body));
        }

        var refused = answers.stream().filter(answer -> answer.status() != 401).toList();
        assertThat(refused).isNotEmpty().allSatisfy(answer -> {
            assertEnvelope(answer, 429);
            assertThat(answer.header("Retry-After")).isPresent();
        });
    }

    @Test
    void isNotThereWithoutTheIssuer() {
        var answer = ApiServer.get()
                .send(
                        PATH,
                        request -> request.header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")));

        assertEnvelope(answer, 404);
    }

    private static String credentials(Issued client, String tenant) {
        return credentials(client.client().id(), client.secret().text(), tenant);
    }

    private static String credentials(String id, String secret, String tenant) {
        return """
                {"appId": "%s", "appSecret": "%s", "tenantId": "%s"}""".formatted(id, secret, tenant);
    }

    private static void assertEnvelope(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
        var json = answer.json();
        assertThat(json.propertyNames()).containsExactly("version", "statusCode", "messages", "result");
        assertThat(json.get("statusCode").asInt()).isEqualTo(status);
        assertThat(json.get("messages").size()).isOne();
        assertThat(json.get("result").isNull()).isTrue();
    }
}
