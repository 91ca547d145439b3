package io.facematch.api.webhooks;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client says about an endpoint. Null where it says nothing.
 *
 * @param events none twice
 */
record EndpointRequest(
        @Nullable String url,
        @Nullable String description,
        @Nullable List<EventType> events,
        @Nullable Boolean enabled) {
    private static final int MAX_BODY_BYTES = 16 << 10;
    private static final int LONGEST_DESCRIPTION = 200;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /**
     * @param known names that the route takes
     * @throws Problem for a body that is no JSON object, for a name that is not known, and for a value that can't be used
     */
    static EndpointRequest read(HttpServletRequest request, InputStream body, List<String> known) throws IOException {
        if (!isJson(request.getContentType())) {
            throw new Problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send a JSON object, as application/json.");
        }
        var bytes = body.readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new Problem(ProblemCode.TOO_LARGE, "The body may have " + MAX_BODY_BYTES + " bytes at most.");
        }
        var sent = object(bytes);
        for (var name : sent.propertyNames()) {
            if (!known.contains(name)) {
                throw invalid(
                        "The body has a member that is not known here. Known are " + String.join(", ", known) + ".");
            }
        }
        return new EndpointRequest(
                text(sent, "url"), description(sent), events(sent.path("events")), flag(sent.path("enabled")));
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            return contentType != null && MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static JsonNode object(byte[] bytes) {
        try {
            var sent = JSON.readTree(bytes);
            if (sent.isObject()) {
                return sent;
            }
        } catch (JacksonException e) {
            // Its message would quote what was sent.
        }
        throw new Problem(ProblemCode.MALFORMED_REQUEST, "The body must be one JSON object, with each name once.");
    }

    private static @Nullable String text(JsonNode sent, String name) {
        var value = sent.path(name);
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isString()) {
            throw invalid(name + " must be a text.");
        }
        return value.asString();
    }

    private static @Nullable String description(JsonNode sent) {
        var text = text(sent, "description");
        if (text != null
                && (text.length() > LONGEST_DESCRIPTION
                        || text.codePoints().anyMatch(c -> c < ' ' || Character.getType(c) == Character.SURROGATE))) {
            throw invalid(
                    "description may have " + LONGEST_DESCRIPTION + " characters at most, and none that are no text.");
        }
        return text;
    }

    private static @Nullable List<EventType> events(JsonNode value) {
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isArray() || value.isEmpty()) {
            throw unknownEvents();
        }
        return value.values().stream()
                .map(EndpointRequest::event)
                .distinct()
                .sorted()
                .toList();
    }

    private static EventType event(JsonNode value) {
        return EventType.find(value.isString() ? value.asString() : "")
                .filter(EventType.OF_JOBS::contains)
                .orElseThrow(EndpointRequest::unknownEvents);
    }

    private static Problem unknownEvents() {
        return invalid("events must be a list of some of "
                + EventType.OF_JOBS.stream().map(EventType::code).collect(Collectors.joining(", "))
                + ". Without it, they are all.");
    }

    private static @Nullable Boolean flag(JsonNode value) {
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isBoolean()) {
            throw invalid("enabled must be true or false.");
        }
        return value.asBoolean();
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static Problem invalid(String detail) {
        return new Problem(ProblemCode.INVALID_PARAMETER, detail);
    }

    @Override
    public String toString() {
        return "EndpointRequest[]";
    }
}
