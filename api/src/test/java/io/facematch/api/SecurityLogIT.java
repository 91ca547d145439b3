package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.api.securitylog.NextMinute;
import io.facematch.api.securitylog.SecurityEvent;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

class SecurityLogIT {
    private static final ApiServer API = ApiServer.get();
    private static final String FROM_HERE = " address=127.0.0.0/24";

    @Test
    void cancellingAndDownloadingAreNoted() {
        var tenant = "log-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "a-client", "facematch.bulk");
        var done = API.postZip(token, Zip.ofPairs("a")).json().get("id").asString();
        var cancelled = API.postZip(token, Zip.ofPairs("a")).json().get("id").asString();
        API.complete(UUID.fromString(done));

        assertThat(API.get(token, "/v1/jobs/" + done + "/results").status()).isEqualTo(200);
        assertThat(API.delete(token, "/v1/jobs/" + cancelled).status()).isEqualTo(200);

        var who = " tenant=" + tenant + " client=a-client";
        // An event is noted when its answer is sent.
        await().untilAsserted(() -> assertThat(logged())
                .contains(
                        "event=results-downloaded" + who + " job=" + done + FROM_HERE,
                        "event=job-cancelled" + who + " job=" + cancelled + FROM_HERE));
    }

    @Test
    void inputThatIsRefusedIsNoted() {
        NextMinute.begins(SecurityEvent.INPUT_REFUSED);
        var tenant = "log-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "a-client", "facematch.bulk facematch.compare");

        API.postZip(
                token,
                new Zip().add("../customer-of-the-test_image1.jpg", new byte[1]).build());
        API.postZip(token, Zip.ofPairs());
        API.postPair(token, new Form().file("image1", new byte[1]));
        API.postPair(token, Form.pair(new byte[0], new byte[1]));
        API.postPair(token, Form.pair(new byte[ApiServer.MAX_IMAGE_BYTES + 1], new byte[1]));
        API.post(
                token,
                "/facematch",
                Form.CONTENT_TYPE,
                new Form().file("image1", new byte[1]).build());

        var refused = "event=input-refused tenant=" + tenant + " client=a-client reason=";
        await().untilAsserted(() -> assertThat(logged())
                .filteredOn(line -> line.startsWith(refused))
                .containsExactlyInAnyOrder(
                        refused + "archive-refused" + FROM_HERE,
                        refused + "archive-refused" + FROM_HERE,
                        refused + "missing-part" + FROM_HERE,
                        refused + "empty-part" + FROM_HERE,
                        refused + "too-large" + FROM_HERE,
                        refused + "missing-part" + FROM_HERE));
        API.assertNotLogged("customer-of-the-test");
    }

    @Test
    void newKeysAreNoted() throws IOException {
        var rotated = count("keys-rotated");
        IssuingApi.touchKey();

        IssuingApi.token(IssuingApi.client());

        assertThat(logged()).contains("event=keys-rotated keys=signing");
        assertThat(count("keys-rotated")).isGreaterThan(rotated);
    }

    @Test
    void tokensThatAreIssuedAndRefusedAreNoted() {
        var client = IssuingApi.client();
        var id = client.client().id();
        var refused = count("token-refused");

        assertThat(IssuingApi.token(client).status()).isEqualTo(200);
        assertThat(IssuingApi.token(id, "fms_wrong", Map.of()).status()).isEqualTo(401);
        var app = IssuingApi.get().postJson("/api/AppSessionManager/GetAppToken", """
                        {"appId": "%s", "appSecret": "%s", "tenantId": "acme"}""".formatted(
                        id, client.secret().text()));
        // Somebody mixes up the two.
        assertThat(IssuingApi.token(client.secret().text(), id, Map.of()).status())
                .isEqualTo(401);

        assertThat(app.status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(logged())
                .filteredOn(("event=token-issued client=" + id + FROM_HERE)::equals)
                .hasSize(2));
        await().untilAsserted(() -> assertThat(count("token-refused") - refused).isEqualTo(2));
        API.assertNotLogged(client.secret().text(), client.secret().text().substring(4));
    }

    @Test
    void whatIsDoneToClientsIsNoted() {
        look();
        var client = IssuingApi.client();
        var id = client.client().id();
        var clients = IssuingApi.clients();

        look();
        clients.rotate(id);
        look();
        clients.disable(id);
        look();
        clients.enable(id);
        look();
        look();

        var whose = " tenant=acme client=" + id;
        assertThat(logged())
                .filteredOn(line -> line.endsWith(whose))
                .containsExactly(
                        "event=client-added" + whose,
                        "event=client-changed-secret" + whose,
                        "event=client-disabled" + whose,
                        "event=client-enabled" + whose);
    }

    @Test
    void refusalsAreCountedAndSomeAreWritten() throws IOException {
        var unauthenticated = count("unauthenticated");
        var forbidden = count("forbidden");
        var limited = count("limited");
        NextMinute.begins(SecurityEvent.UNAUTHENTICATED);
        var written = logged().size();
        for (int n = 0; n < 200; n++) {
            assertThat(API.get("no-token-at-all", "/v1/jobs").status()).isEqualTo(401);
        }
        assertThat(API.get(Tokens.of("log", "a", "facematch.compare"), "/v1/jobs")
                        .status())
                .isEqualTo(403);
        assertThat(API.get(Tokens.of("log", "a", "openid"), "/v1/jobs").status())
                .isEqualTo(403);
        API.clock.stop();
        for (int status = 0; status != 429; ) {
            status = API.get(Tokens.of("few-requests"), "/v1/models").status();
        }
        API.clock.reset();

        await().untilAsserted(() -> {
            assertThat(count("unauthenticated") - unauthenticated).isGreaterThanOrEqualTo(200);
            assertThat(count("forbidden") - forbidden).isGreaterThanOrEqualTo(2);
            assertThat(count("limited") - limited).isGreaterThanOrEqualTo(1);
        });
        assertThat(logged().size() - written).isLessThan(100);
        assertThat(logged()).contains("event=unauthenticated" + FROM_HERE);
        API.assertNotLogged("no-token-at-all");
    }

    @Test
    void theManagementPortShowsMetricsAndTheOtherDoesNot() {
        IssuingApi.token(IssuingApi.client());
        var path = "/actuator/metrics/facematch.security.events";

        var shown = get(IssuingApi.get().managementPort(), path + "?tag=event:token-issued");

        assertThat(shown).startsWith("200").contains("facematch.security.events", "COUNT");
        assertThat(get(IssuingApi.get().port(), path)).startsWith("401");
        assertThat(get(API.port(), path)).startsWith("401");
        assertThat(get(IssuingApi.get().managementPort(), "/actuator/env")).startsWith("404");
        assertThat(get(IssuingApi.get().managementPort(), "/v1/jobs")).startsWith("404");
    }

    /** What happens by itself every few seconds. */
    private static void look() {
        IssuingApi.get().bean(ScheduledAnnotationBeanPostProcessor.class).getScheduledTasks().stream()
                .map(scheduled -> scheduled.getTask())
                .filter(task -> task.toString().contains("DisabledClients"))
                .forEach(task -> task.getRunnable().run());
    }

    private static String get(int port, String path) {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static double count(String event) {
        return API.bean(MeterRegistry.class)
                .get("facematch.security.events")
                .tag("event", event)
                .functionCounter()
                .count();
    }

    private static List<String> logged() {
        var prefix = "INFO io.facematch.security ";
        var lines = new ArrayList<String>();
        for (var line : CapturedLog.lines()) {
            if (line.startsWith(prefix)) {
                lines.add(line.substring(prefix.length()));
            }
        }
        return lines;
    }
}
