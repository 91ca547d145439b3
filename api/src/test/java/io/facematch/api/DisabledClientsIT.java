package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.issuer.Clients.Issued;
import io.facematch.testing.Form;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.config.FixedDelayTask;

class DisabledClientsIT {
    @Test
    void theirTokensEndWithinAMinute() {
        var disabled = IssuingApi.client();
        var other = IssuingApi.client();
        var token = token(disabled);
        var others = token(other);
        assertThat(status(token)).isEqualTo(200);

        IssuingApi.clients().disable(disabled.client().id());
        look();

        assertThat(status(token)).isEqualTo(401);
        assertThat(status(others)).isEqualTo(200);
        IssuingApi.clients().enable(disabled.client().id());
        look();
        assertThat(status(token)).isEqualTo(200);
    }

    @Test
    @Timeout(60)
    void theirStreamsEndToo() throws IOException, InterruptedException {
        var api = IssuingApi.get();
        var disabled = IssuingApi.client();
        var token = token(disabled);
        var job = api.send(
                        "/v1/jobs",
                        request -> request.header("Authorization", "Bearer " + token)
                                .header("Content-Type", Form.CONTENT_TYPE)
                                .POST(BodyPublishers.ofByteArray(Form.pair(new byte[] {1}, new byte[] {2})
                                        .build())))
                .json()
                .get("id")
                .asString();
        try (var http = HttpClient.newHttpClient()) {
            var stream = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/v1/jobs/" + job + "/events"))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);

            IssuingApi.clients().disable(disabled.client().id());
            look();

            var received = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(received).contains("event:progress").doesNotContain("event:end");
        }
    }

    @Test
    void aTokenLivesForAnHour() {
        var answer = IssuingApi.token(IssuingApi.client());

        assertThat(answer.json().get("expires_in").asLong()).isBetween(3590L, 3600L);
    }

    /** What happens by itself, and that this is often enough. */
    private static void look() {
        var task = IssuingApi.get().bean(ScheduledAnnotationBeanPostProcessor.class).getScheduledTasks().stream()
                .map(scheduled -> scheduled.getTask())
                .filter(scheduled -> scheduled.toString().contains("DisabledClients"))
                .map(FixedDelayTask.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(task.getIntervalDuration()).isLessThan(Duration.ofSeconds(45));
        task.getRunnable().run();
    }

    private static String token(Issued client) {
        return IssuingApi.token(client).json().get("access_token").asString();
    }

    private static int status(String token) {
        return IssuingApi.get().get(token, "/v1/jobs").status();
    }
}
