package io.facematch.api;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API answered. */
record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final JsonMapper JSON = JsonMapper.shared();

    JsonNode json() {
        return JSON.readTree(body);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    UUID id() {
        if (!json().has("id")) {
            throw new AssertionError("no id in " + this);
        }
        return UUID.fromString(json().get("id").asString());
    }

    @Override
    public String toString() {
        return status + " " + headers.map() + "\n" + text();
    }
}
