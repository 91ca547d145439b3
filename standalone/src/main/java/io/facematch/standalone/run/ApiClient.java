package io.facematch.standalone.run;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.facematch.standalone.run.Retries.TryAgain;
import io.facematch.standalone.run.input.Part;
import io.facematch.standalone.run.remote.Token;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.verification.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API as any client would use it: HTTP and a token. */
public final class ApiClient implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BOUNDARY = "facematch-photos-gFqW3r0Zt1c";
    private static final byte[] END = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(US_ASCII);
    private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(10);
    private static final int SLOWEST_UPLOAD = 64 << 10; // bytes a second
    private static final int BUFFER_BYTES = 64 << 10;
    private static final String KEY_OF_ANOTHER = "\"idempotency-key-reused\"";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final String address;
    private final Token token;
    private final Retries retries;

    public ApiClient(URI address, String token) {
        this(address, () -> token, Retries.NONE);
    }

    /**
     * @param address of the API; routes are below it
     * @param token is asked before each request
     * @param retries for requests that may be repeated, which are all that change nothing
     */
    ApiClient(URI address, Token token, Retries retries) {
        this.address = address.toString().replaceFirst("/+$", "");
        this.token = token;
        this.retries = retries;
    }

    /** The same, read as usual. */
    public JsonNode submit(Path archive) throws IOException, InterruptedException {
        return submit(archive, Map.of());
    }

    /**
     * Uploads an archive; returns the accepted job. May take as long as the upload does.
     *
     * @param parameters how it is to be read, as POST /v1/jobs takes it
     */
    public JsonNode submit(Path archive, Map<String, String> parameters) throws IOException, InterruptedException {
        var request = request("/v1/jobs" + query(parameters))
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofFile(archive))
                .build();
        return json(http.send(request, BodyHandlers.ofString()));
    }

    /**
     * The job of this key: the one that there is, or that of an upload, which is repeated until it arrives. Empty when the key
     * belongs to somebody whose jobs are not shown.
     *
     * @param key that nothing else was, or will be, sent with
     * @param uploads is told before each upload
     */
    Optional<JsonNode> submit(Part part, Map<String, String> parameters, String key, Runnable uploads)
            throws IOException, InterruptedException {
        return retries.until(() -> {
            // Also after a failure: the job may exist although its answer was lost.
            var before = find(key);
            if (before.isPresent()) {
                return before;
            }
            uploads.run();
            return upload(part, parameters, key);
        });
    }

    private Optional<JsonNode> upload(Part part, Map<String, String> parameters, String key)
            throws IOException, InterruptedException {
        var length = part.length();
        var body = HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> opened(part)), length);
        var request = request("/v1/jobs" + query(parameters))
                .header("Content-Type", "application/zip")
                .header("Idempotency-Key", key)
                // A connection that nothing comes through any more is given up, however long an upload may take.
                .timeout(UPLOAD_LIMIT.plusSeconds(length / SLOWEST_UPLOAD))
                .POST(body)
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 409) {
            throw tryAgain(response.statusCode(), response, response.body());
        }
        if (response.statusCode() == 422 && response.body().contains(KEY_OF_ANOTHER)) {
            return Optional.empty();
        }
        return Optional.of(answer(response));
    }

    private static InputStream opened(Part part) {
        try {
            return part.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much may be sent as one job. */
    Part.Limits limits() throws IOException, InterruptedException {
        var limits = get("/v1/limits");
        return new Part.Limits(
                limits.path("max_image_bytes").asLong(),
                limits.path("max_archive_bytes").asLong(),
                limits.path("max_unpacked_bytes").asLong(),
                limits.path("max_pairs").asInt());
    }

    /** The job that was submitted with this key. */
    Optional<JsonNode> find(String key) throws IOException, InterruptedException {
        var jobs = answer(http.send(
                request("/v1/jobs" + query(Map.of("idempotency_key", key)))
                        .timeout(LIMIT)
                        .GET()
                        .build(),
                BodyHandlers.ofString()));
        return Optional.ofNullable(jobs.path("items").get(0));
    }

    private static String query(Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    /** Compares one pair of JPEGs and waits for the outcome; returns the job, which is over. */
    public JsonNode compare(byte[] probe, byte[] reference) throws IOException, InterruptedException {
        var request = request("/v1/jobs")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("Prefer", "wait=30")
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(
                        List.of(part(Role.PROBE.code()), probe, part(Role.REFERENCE.code()), reference, END)))
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 202) {
            throw new CommandFailed("the server had no outcome after 30 seconds");
        }
        return json(response);
    }

    /** Finds the outcomes of which a JPEG was one of the photos; returns the first page. */
    public JsonNode search(byte[] photo) throws IOException, InterruptedException {
        var request = request("/v1/outcomes/search")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(part("photo"), photo, END)))
                .build();
        return json(http.send(request, BodyHandlers.ofString()));
    }

    private static byte[] part(String name) {
        return ("\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                        + ".jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
                .getBytes(US_ASCII);
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return retries.until(
                () -> answer(http.send(request(path).timeout(LIMIT).GET().build(), BodyHandlers.ofString())));
    }

    /** Sends an object, and reads the answer. */
    public JsonNode post(String path, Map<String, ?> object) throws IOException, InterruptedException {
        return json(http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .timeout(LIMIT)
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(object)))
                        .build(),
                BodyHandlers.ofString()));
    }

    /** Reads a file to its end into a stream, however long it takes. */
    public void read(String path, OutputStream into) throws IOException, InterruptedException {
        var response = http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
        try (var body = response.body()) {
            if (response.statusCode() != 200) {
                throw refused(response.statusCode(), new String(body.readAllBytes(), UTF_8));
            }
            body.transferTo(into);
        }
    }

    /**
     * Asks until the job is over.
     *
     * @param looks gets each answer
     */
    JsonNode await(JsonNode accepted, Consumer<JsonNode> looks) throws IOException, InterruptedException {
        var job = accepted;
        while (isRunning(job)) {
            Thread.sleep(POLL);
            job = get(accepted.at("/links/self").asString());
            looks.accept(job);
        }
        return job;
    }

    /** Whether the job is not over yet. */
    public static boolean isRunning(JsonNode job) {
        return switch (job.path("state").asString()) {
            case "ENQUEUING", "RUNNING" -> true;
            default -> false;
        };
    }

    /** Saves the results archive under the name that the server gives it. A broken download leaves no file. */
    public Path saveResults(String path, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var part = Files.createTempFile(folder, "facematch-bulk-", ".part");
        try {
            var name = download(path, part);
            return Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Returns the name that the server gives the results. */
    String download(String path, Path into) throws IOException, InterruptedException {
        return retries.until(() -> {
            var response = http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() != 200) {
                    throw failure(response.statusCode(), response, new String(body.readAllBytes(), UTF_8));
                }
                write(body, into);
            }
            return response.headers()
                    .firstValue("Content-Disposition")
                    .map(header -> header.replaceAll("(?s).*filename=\"?(facematch-bulk-\\d+\\.zip).*", "$1"))
                    .filter(found -> found.matches("facematch-bulk-\\d+\\.zip"))
                    .orElseThrow(() -> new CommandFailed("the server sent results without a name"));
        });
    }

    /** A disk that takes no more does not get better by asking the server again. */
    private static void write(InputStream body, Path into) throws IOException {
        try (var file = Files.newOutputStream(into)) {
            var buffer = new byte[BUFFER_BYTES];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                try {
                    file.write(buffer, 0, count);
                } catch (IOException e) {
                    throw new CommandFailed(CommandFailed.inWords(e));
                }
            }
        }
    }

    private HttpRequest.Builder request(String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token.get());
    }

    private static JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw refused(response.statusCode(), response.body());
        }
        return JSON.readTree(response.body());
    }

    /** The same, but what may be asked again is asked again. */
    private static JsonNode answer(HttpResponse<String> response) throws TryAgain {
        if (response.statusCode() >= 300) {
            throw failure(response.statusCode(), response, response.body());
        }
        return JSON.readTree(response.body());
    }

    private static CommandFailed failure(int status, HttpResponse<?> response, String body) throws TryAgain {
        return switch (status) {
            case 408, 429, 502, 503, 504 -> throw tryAgain(status, response, body);
            case 401 ->
                new CommandFailed(
                        "the server does not take the token any more: it has expired, or was withdrawn. With a new"
                                + " one the same command goes on where this one was");
            default -> refused(status, body);
        };
    }

    private static TryAgain tryAgain(int status, HttpResponse<?> response, String body) {
        var after = response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
        return new TryAgain(CommandFailed.inWords(refused(status, body)), after);
    }

    private static CommandFailed refused(int status, String body) {
        try {
            var problem = JSON.readTree(body);
            var words = new StringBuilder(problem.path("detail").asString("the server answered " + status));
            problem.path("errors").forEach(error -> words.append("\n  ").append(error.asString()));
            return new CommandFailed(words.toString());
        } catch (RuntimeException e) {
            return new CommandFailed("the server answered " + status);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
