package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The webhooks of a tenant that one test has for itself, with a receiver for them. Closing it removes both. */
final class TestWebhooks implements AutoCloseable {
    static final String SCOPES = "facematch.compare facematch.bulk facematch.cancel facematch.read.tenant";

    private static final ApiServer API = ApiServer.get();

    final String tenant = "webhooks-" + UUID.randomUUID();
    /** Has {@link #SCOPES}. */
    final String token = Tokens.of(tenant, SCOPES);

    final HookReceiver receiver = new HookReceiver();

    /** An endpoint at the receiver, for the events that one gets who names none. */
    JsonNode register() {
        return register(receiver.url());
    }

    JsonNode register(String url) {
        var answer = register(token, "{\"url\": \"%s\"}".formatted(url));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.header("Location")).contains(path(answer.json()));
        return answer.json();
    }

    /** Asks for it; the answer may be a refusal. */
    static Answer register(String token, String body) {
        return post(token, "/v1/webhooks", body);
    }

    static Answer post(String token, String path, String body) {
        return API.post(token, path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer patch(String token, String path, String body) {
        return API.send(
                path,
                request -> request.header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method("PATCH", BodyPublishers.ofString(body)));
    }

    static String path(JsonNode hook) {
        return "/v1/webhooks/" + hook.get("id").asString();
    }

    List<JsonNode> deliveries(JsonNode hook) {
        return List.copyOf(
                API.get(token, path(hook) + "/deliveries").json().get("items").values());
    }

    /** Of the only delivery. */
    JsonNode awaitState(JsonNode hook, String state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> deliveries(hook).getFirst(),
                        one -> one.get("state").asString().equals(state));
    }

    /** Of the only delivery, once the attempt is over. */
    JsonNode awaitAttempt(JsonNode hook, int attempt, String state) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> deliveries(hook).getFirst(),
                        one -> one.get("attempts").asInt() == attempt
                                && one.get("state").asString().equals(state)
                                && count(
                                                "select count(*) from webhook_delivery where lease is not null and event_id = '"
                                                        + one.get("id").asString() + "'")
                                        == 0);
    }

    static int count(String query) {
        return API.sql.sql(query).query(Integer.class).single();
    }

    @Override
    public void close() {
        receiver.close();
        API.sql
                .sql("delete from webhook_endpoint where tenant = ?")
                .param(tenant)
                .update();
    }
}
