package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.PrivacyCheck.BrokenOff;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The program that sends the canaries: over HTTP like any other, but it can break off in the middle of a body. */
final class CanaryClient {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String JOBS = "/v1/jobs";

    private final URI address;
    private final String token;

    /** Held, as a connection that nobody holds may be closed. */
    private @Nullable OutputStream unfinished;

    private CanaryClient(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Asks for a token with the id and the secret of a client. */
    static CanaryClient of(URI address, String id, String secret) throws IOException {
        var connection = open(address.resolve("/oauth2/token"), "POST");
        connection.setRequestProperty(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8)));
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        connection.setDoOutput(true);
        try (var body = connection.getOutputStream()) {
            body.write("grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII));
        }
        var answer = answer(connection);
        if (answer.status() != 200) {
            throw new BrokenOff("the API gave no token: it answered " + answer.status());
        }
        return new CanaryClient(
                address,
                JsonMapper.shared().readTree(answer.body()).path("access_token").asString());
    }

    String token() {
        return token;
    }

    /** What the API said. */
    record Answer(int status, String body) {
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /** Sends an archive; the canary knows its job afterwards. */
    void submit(Canary canary) throws IOException {
        accept(canary, post("application/zip", "", canary.archive()));
    }

    /** Sends one pair and does not wait for its outcome. */
    void submitPair(Canary canary) throws IOException {
        accept(canary, post(Canary.formType(), "", canary.form()));
    }

    /** Sends one pair and waits for its outcome. */
    void compare(Canary canary) throws IOException {
        accept(canary, post(Canary.formType(), "wait=30", canary.form()));
    }

    /** Sends what must be refused. */
    Answer attempt(Canary canary) throws IOException {
        return post("application/zip", "", canary.archive());
    }

    private static void accept(Canary canary, Answer answer) {
        if (answer.status() >= 300) {
            throw new BrokenOff(canary.name() + " was not accepted: the API answered " + answer.status());
        }
        canary.accepted(UUID.fromString(
                JsonMapper.shared().readTree(answer.body()).path("id").asString()));
    }

    private Answer post(String type, String prefer, byte[] body) throws IOException {
        var connection = upload(type, body.length);
        if (!prefer.isEmpty()) {
            connection.setRequestProperty("Prefer", prefer);
        }
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
        return answer(connection);
    }

    private HttpURLConnection upload(String type, int length) throws IOException {
        var connection = authorized(JOBS, "POST");
        connection.setRequestProperty("Content-Type", type);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(length);
        return connection;
    }

    /** Sends all of an archive but its last byte, which is never sent. */
    void begin(Canary canary) throws IOException {
        var archive = canary.archive();
        unfinished = upload("application/zip", archive.length).getOutputStream();
        unfinished.write(archive, 0, archive.length - 1);
        unfinished.flush();
    }

    Answer cancel(Canary canary) throws IOException {
        return answer(authorized(JOBS + "/" + canary.job(), "DELETE"));
    }

    /** The results ZIP. It is not kept here either. */
    int downloadResults(Canary canary) throws IOException {
        return answer(authorized(JOBS + "/" + canary.job() + "/results", "GET")).status();
    }

    private HttpURLConnection authorized(String path, String method) throws IOException {
        var connection = open(address.resolve(path), method);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    /** Without a token. */
    static Answer get(URI address) throws IOException {
        return answer(open(address, "GET"));
    }

    private static HttpURLConnection open(URI address, String method) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            connection.disconnect();
        }
    }
}
