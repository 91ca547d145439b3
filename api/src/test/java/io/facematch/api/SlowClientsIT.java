package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.SlowClients.Attack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that send and read slowly cost the others nothing. */
class SlowClientsIT {
    private static final int ROUNDS = 5;

    @Test
    void seventyOfEachKindHoldUpNobody() throws IOException {
        var port = IssuingApi.get().port();
        try (var form = RawHttp.at(port).send(Attack.TOKEN_FORM.beginning());
                var json = RawHttp.at(port).send(Attack.APP_TOKEN.beginning());
                var code = RawHttp.at(port).send(Attack.SIGN_IN.beginning());
                var attackers = new SlowClients(port, 70, Attack.values())) {
            assertOthersAreServed();
            assertThat(form.receiveAnswer()).startsWith("HTTP/1.1 408 ").contains("\"error\":\"invalid_request\"");
            assertThat(json.receiveAnswer()).startsWith("HTTP/1.1 408 ").contains("\"statusCode\":408");
            assertThat(code.receiveAnswer()).startsWith("HTTP/1.1 408 ").contains("\"code\":\"too-slow\"");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(attackers.neverThrownOut()).isEmpty());
            assertOthersAreServed();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void twoThousandHoldUpNobody(Attack attack) throws IOException {
        try (var attackers = new SlowClients(IssuingApi.get().port(), 2000, attack)) {
            assertOthersAreServed();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(attackers.neverThrownOut()).isEmpty());
            assertOthersAreServed();
        }
    }

    /** Health by half of its answers, since whatever else this machine does may hold up one. */
    private static void assertOthersAreServed() {
        var api = IssuingApi.get();
        var client = IssuingApi.client();
        var health = new ArrayList<Duration>();
        for (int round = 0; round < ROUNDS; round++) {
            health.add(timeOfHealth(api.managementPort()));
            var issued = IssuingApi.token(client);
            assertThat(issued.status()).as(issued.toString()).isEqualTo(200);
            var token = issued.json().get("access_token").asString();
            assertThat(api.get(token, "/v1/jobs").status()).isEqualTo(200);
            assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(api.postForm("/oauth2/token", Map.of("grant_type", "x")).status())
                    .isEqualTo(401);
        }
        health.sort(null);
        assertThat(health.get(ROUNDS / 2)).isLessThan(Duration.ofSeconds(1));
    }

    private static Duration timeOfHealth(int port) {
        try (var http = HttpClient.newHttpClient()) {
            var began = System.nanoTime();
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/liveness"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return Duration.ofNanos(System.nanoTime() - began);
        } catch (IOException e) {
            throw new AssertionError("health does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
