package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static io.facematch.api.TestWebhooks.SCOPES;
import static io.facematch.api.TestWebhooks.patch;
import static io.facematch.api.TestWebhooks.path;
import static io.facematch.api.TestWebhooks.post;
import static io.facematch.api.TestWebhooks.register;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Zip;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant may register, change, try out and see of its endpoints, and what nobody sees. */
class WebhookEndpointsIT {
    private static final ApiServer API = ApiServer.get();

    private final TestWebhooks webhooks = new TestWebhooks();
    private final String tenant = webhooks.tenant;
    private final String token = webhooks.token;
    private final HookReceiver receiver = webhooks.receiver;

    @AfterEach
    void backToNow() {
        webhooks.close();
        API.clock.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "https://127.0.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[::ffff:127.0.0.1]/",
                "https://user:password@hooks.example.com/",
                "https://hooks.example.com/#a",
                "https://hooks.example.com:8443/",
                "http://hooks.example.com/",
                "https://evil.example/",
                "file:///etc/passwd",
                "no address"
            })
    void refusesOtherAddressesThanTheOperatorAllows(String url) {
        var answer = register(token, "{\"url\": \"%s\"}".formatted(url));

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(API.get(token, "/v1/webhooks").json().get("items").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | invalid-parameter",
                "{\"url\": 7} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"events\": []} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"events\": [\"webhook.test\"]} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"events\": \"job.failed\"} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"events\": [null]} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"secret\": \"whsec_x\"} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"description\": \"a\\u0000\"} | 400 | invalid-parameter",
                "{\"url\": \"https://hooks.example.com\", \"url\": \"x\"} | 400 | malformed-request",
                "[] | 400 | malformed-request",
                "{ | 400 | malformed-request"
            })
    void tellsWhatIsWrongWithARegistration(String body, int status, String code) {
        assertProblem(register(token, body), status, code);
    }

    @Test
    void aTenantHasSoManyAndNoMore() {
        for (int hook = 0; hook < ApiServer.WEBHOOKS_PER_TENANT; hook++) {
            webhooks.register();
        }

        var answer = register(token, "{\"url\": \"%s\"}".formatted(receiver.url()));

        assertProblem(answer, 409, "too-many-webhooks");
        assertThat(API.get(token, "/v1/webhooks").json().get("items").size()).isEqualTo(3);
    }

    @Test
    void withoutTheOperatorsListThereAreNone() {
        try (var api = OtherApi.start("--facematch.security.public-key-file=" + keyFile())) {
            var answer = api.send(
                    "/v1/webhooks",
                    request -> request.header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"url\": \"https://hooks.example.com/\"}")));

            assertProblem(answer, 409, "webhooks-off");
            assertThat(answer.json().get("detail").asString()).contains("FACEMATCH_WEBHOOKS_ALLOWED_HOSTS");
        }
    }

    @Test
    void whoOnlyReadsChangesNothingAndWhoSeesOnlyItsOwnJobsSeesNoWebhook() {
        var hook = webhooks.register();
        var reader = Tokens.of(tenant, "facematch.read.tenant");
        var sender = Tokens.of(tenant, "facematch.compare facematch.bulk facematch.read");

        assertThat(API.get(reader, path(hook)).status()).isEqualTo(200);
        assertProblem(API.delete(reader, path(hook)), 403, "forbidden");
        assertProblem(post(reader, path(hook) + "/secret", ""), 403, "forbidden");
        assertProblem(API.get(sender, path(hook)), 403, "forbidden");
        assertProblem(register(sender, "{\"url\": \"%s\"}".formatted(receiver.url())), 403, "forbidden");
    }

    @Test
    void whoeverIsOfAnotherTenantFindsNothing() {
        var hook = webhooks.register();
        var delivery = post(token, path(hook) + "/test", "").json().get("id").asString();
        var stranger = Tokens.of(tenant + "-stranger", SCOPES);

        for (var answer : List.of(
                API.get(stranger, path(hook)),
                API.delete(stranger, path(hook)),
                patch(stranger, path(hook), "{\"enabled\": false}"),
                post(stranger, path(hook) + "/secret", ""),
                post(stranger, path(hook) + "/test", ""),
                API.get(stranger, path(hook) + "/deliveries"),
                post(stranger, path(hook) + "/deliveries/" + delivery + "/replay", ""),
                API.get(token, "/v1/webhooks/" + UUID.randomUUID()),
                API.get(token, "/v1/webhooks/no-id"))) {
            assertProblem(answer, 404, "unknown-webhook");
        }
        assertThat(API.get(stranger, "/v1/webhooks").json().get("items").isEmpty())
                .isTrue();
        var second = webhooks.register();
        assertProblem(post(token, path(second) + "/deliveries/" + delivery + "/replay", ""), 404, "unknown-delivery");
        assertThat(API.delete(token, path(hook)).status()).isEqualTo(204);
        assertProblem(API.get(token, path(hook)), 404, "unknown-webhook");
    }

    @Test
    void aTestTellsOfNothing() {
        var hook = webhooks.register();

        var answer = post(token, path(hook) + "/test", "");

        assertThat(answer.status()).isEqualTo(202);
        var got = receiver.await(1).getFirst();
        assertThat(got.isSignedWith(hook.get("secret").asString())).isTrue();
        assertThat(got.id()).isEqualTo(answer.json().get("id").asString());
        assertThat(got.json().get("type").asString()).isEqualTo("webhook.test");
        assertThat(got.json().get("data").isEmpty()).isTrue();
        assertThat(webhooks.awaitState(hook, "delivered").has("job_id")).isFalse();
    }

    @Test
    void theLogIsPagedNewestFirstAndForgotten() {
        var hook = webhooks.register();
        var ids = new ArrayList<String>();
        for (int test = 0; test < 3; test++) {
            ids.addFirst(post(token, path(hook) + "/test", "").json().get("id").asString());
        }

        var page = API.get(token, path(hook) + "/deliveries?limit=2").json();
        var next = API.get(
                        token,
                        path(hook) + "/deliveries?limit=2&cursor="
                                + page.get("next_cursor").asString())
                .json();

        assertThat(page.get("items").values())
                .extracting(one -> one.get("id").asString())
                .containsAll(ids.subList(0, 2));
        assertThat(next.get("items").values())
                .extracting(one -> one.get("id").asString())
                .containsExactly(ids.getLast());
        assertThat(next.has("next_cursor")).isFalse();
        assertProblem(API.get(token, path(hook) + "/deliveries?limit=201"), 400, "invalid-parameter");
        assertProblem(API.get(token, path(hook) + "/deliveries?cursor=x"), 400, "invalid-parameter");
        API.clock.ahead(Duration.ofDays(29));
        API.runScheduled("Couriers.purge");
        assertThat(webhooks.deliveries(hook)).hasSize(3);
        API.clock.ahead(Duration.ofDays(31));
        API.runScheduled("Couriers.purge");
        assertThat(webhooks.deliveries(hook)).isEmpty();
        assertProblem(
                post(token, path(hook) + "/deliveries/" + ids.getFirst() + "/replay", ""), 404, "unknown-delivery");
    }

    @Test
    void nothingSecretIsInTheDatabaseOrTheLog() {
        var hook = register(token, "{\"url\": \"%s\", \"description\": \"of our partner\"}".formatted(receiver.url()))
                .json();
        var secret = hook.get("secret").asString();
        API.complete(API.postZip(token, Zip.ofPairs("a")).id());
        webhooks.awaitState(hook, "delivered");

        var rows = API.sql
                .sql("select convert_from(convert_to(e::text, 'UTF8'), 'UTF8') || d::text from webhook_endpoint e join"
                        + " webhook_delivery d on d.endpoint_id = e.id where e.tenant = ?")
                .param(tenant)
                .query(String.class)
                .single();
        var hex = HexFormat.of();
        for (var text :
                List.of(secret, secret.substring("whsec_".length()), receiver.url(), "of our partner", "127.0.0.1")) {
            assertThat(rows).doesNotContain(text).doesNotContain(hex.formatHex(text.getBytes(StandardCharsets.UTF_8)));
        }
        API.assertNotLogged(secret, secret.substring("whsec_".length()), "of-the-receiver");
        assertThat(API.get(token, path(hook)).json().get("description").asString())
                .isEqualTo("of our partner");
        assertThat(API.get(token, path(hook)).json().get("url").asString()).isEqualTo(receiver.url());
    }

    @Test
    void eachChangeIsTakenDown() {
        var hook = webhooks.register();
        patch(token, path(hook), "{\"description\": \"a\", \"events\": [\"job.completed\"]}");
        patch(token, path(hook), "{\"enabled\": false}");
        patch(token, path(hook), "{\"enabled\": false}");
        patch(token, path(hook), "{\"enabled\": true}");
        post(token, path(hook) + "/secret", "");
        API.delete(token, path(hook));

        assertThat(API.sql
                        .sql(
                                "select filter ->> 'change' from access_log where tenant = ? and what = 'webhook' order by id")
                        .param(tenant)
                        .query(String.class)
                        .list())
                .containsExactly("added", "changed", "disabled", "enabled", "changed_secret", "deleted");
        for (var event : List.of("added", "changed", "disabled", "enabled", "changed-secret", "deleted")) {
            assertThat(API.logged()).anyMatch(line -> line.contains("event=webhook-" + event + " tenant=" + tenant));
        }
    }

    private static String keyFile() {
        try {
            return Tokens.publicKeyFile(Files.createTempDirectory("facematch-webhooks"))
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
