package io.facematch.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events as a browser does, one at a time. */
final class Events implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    Events(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** @param name empty for a comment, whose text is the data */
    record Event(String name, String data) {
        JsonNode json() {
            return JSON.readTree(data);
        }

        int done() {
            return json().get("done").asInt();
        }
    }

    Answer head() {
        return new Answer(response.statusCode(), response.headers(), new byte[0]);
    }

    Answer whole() throws IOException {
        return new Answer(
                response.statusCode(), response.headers(), response.body().readAllBytes());
    }

    /** Waits for the next event, or for the end of the stream, which is null. */
    @Nullable
    Event next() throws IOException {
        var name = "";
        var data = "";
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                return new Event(name, data);
            }
            var colon = line.indexOf(":");
            var value = line.substring(colon + 1).replaceFirst("^ ", "");
            switch (line.substring(0, colon)) {
                case "event" -> name = value;
                case "data", "" -> data = value;
                default -> throw new AssertionError("an event has no " + line);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
