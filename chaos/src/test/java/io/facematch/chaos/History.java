package io.facematch.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client, and what it was told: which submissions were attempted, which were acknowledged, and of which nobody knows. Safe
 * for use by many threads.
 */
final class History {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(100);
    private static final Set<Integer> HONEST_REFUSALS = Set.of(409, 429, 503, 507);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Supplier<String> token;

    /** By job: its pairs. */
    private final Map<UUID, Integer> acknowledged = new ConcurrentHashMap<>();

    /** Keys whose last request broke without an answer. */
    private final Set<String> indeterminate = ConcurrentHashMap.newKeySet();

    private final Map<UUID, Map<Integer, String>> expected = new ConcurrentHashMap<>();

    /** Jobs whose names were deleted on purpose. */
    private final Set<UUID> forgotten = ConcurrentHashMap.newKeySet();

    private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
    private final List<String> dishonest = new CopyOnWriteArrayList<>();

    History(Supplier<String> token) {
        this.token = token;
    }

    /** What became of one request. */
    sealed interface Answer {
        /** 202, or 200 for a repetition. */
        record Accepted(UUID job) implements Answer {}

        /** Not accepted, and said so. */
        record Refused(int status) implements Answer {}

        /** No answer: accepted or not. */
        record Unknown() implements Answer {}
    }

    /** Attempts it once. */
    Answer submit(URI api, byte[] archive, int pairs, String key) throws InterruptedException {
        try {
            var response = send(request(api, "/v1/jobs")
                    .header("Content-Type", "application/zip")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofByteArray(archive)));
            if (response.statusCode() / 100 == 2) {
                var job = UUID.fromString(
                        JSON.readTree(response.body()).path("id").asString());
                acknowledged.put(job, pairs);
                indeterminate.remove(key);
                return new Answer.Accepted(job);
            }
            indeterminate.remove(key);
            return new Answer.Refused(response.statusCode());
        } catch (IOException e) {
            indeterminate.add(key);
            return new Answer.Unknown();
        }
    }

    /** As a client should: under one key, again and again, until it is told that the job is accepted. */
    UUID submitUntilAccepted(Supplier<URI> api, byte[] archive, int pairs) throws InterruptedException {
        var key = UUID.randomUUID().toString();
        var end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (System.nanoTime() < end) {
            if (submit(api.get(), archive, pairs, key) instanceof Answer.Accepted accepted) {
                return accepted.job();
            }
            Thread.sleep(500);
        }
        throw new AssertionError("no API took the job within five minutes");
    }

    /** A job that was accepted in another way. */
    void acknowledge(String body, int pairs) {
        acknowledged.put(UUID.fromString(JSON.readTree(body).path("id").asString()), pairs);
    }

    /** By pair: answers of a job that are errors on purpose, such as {@code Error/PROCESSING_CRASH}. */
    void expect(UUID job, Map<Integer, String> answers) {
        expected.put(job, answers);
    }

    Map<Integer, String> expected(UUID job) {
        return expected.getOrDefault(job, Map.of());
    }

    /** Its names were deleted on purpose: it is not checked any more. */
    void forget(UUID job) {
        acknowledged.remove(job);
        forgotten.add(job);
    }

    void cancelled(UUID job) {
        cancelled.add(job);
    }

    HttpRequest.Builder request(URI api, String path) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token.get());
    }

    /** Sends it, and notes an answer that breaks a promise. */
    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var built = request.build();
        var response = http.send(built, BodyHandlers.ofString());
        var status = response.statusCode();
        var what = built.method() + " " + built.uri().getPath() + ": ";
        if (status >= 400 && !HONEST_REFUSALS.contains(status) && status != 404) {
            dishonest.add(what + status + " " + response.body());
        } else if ((status == 429 || status == 503)
                && response.headers().firstValue("Retry-After").isEmpty()) {
            dishonest.add(what + status + " without Retry-After");
        }
        return response;
    }

    JsonNode json(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JSON.readTree(send(request).body());
    }

    HttpClient http() {
        return http;
    }

    Map<UUID, Integer> acknowledged() {
        return acknowledged;
    }

    Set<UUID> forgotten() {
        return forgotten;
    }

    Set<UUID> cancelled() {
        return cancelled;
    }

    Set<String> indeterminate() {
        return indeterminate;
    }

    List<String> dishonest() {
        return dishonest;
    }
}
