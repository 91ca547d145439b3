package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.problem.ErrorDialect;
import io.facematch.api.problem.RequestPath;
import java.util.Map;

/** The shapes of errors, by the beginning of the path. */
enum ErrorShape {
    KWIKID,
    AZAKAW,
    OAUTH,
    NATIVE;

    private static final Map<String, ErrorShape> BEGINNINGS = Map.of(
            "/facematch", KWIKID,
            "/advanced_facematch", KWIKID,
            "/ExtFaceComparison", AZAKAW,
            "/api/AppSessionManager", AZAKAW,
            "/oauth2", OAUTH);

    static ErrorShape of(String asked) {
        var path = RequestPath.readable(asked);
        return BEGINNINGS.entrySet().stream()
                .filter(beginning -> ErrorDialect.isAt(beginning.getKey(), path))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(NATIVE);
    }

    void assertSpeaks(Answer answer) {
        var type = answer.header("Content-Type").orElse("");
        assertThat(answer.body()).as(answer.toString()).isNotEmpty();
        var body = answer.json();
        switch (this) {
            case KWIKID ->
                assertThat(body.has("msg") || (body.has("detail") && body.has("message")))
                        .as(answer.toString())
                        .isTrue();
            case AZAKAW ->
                assertThat(body.propertyNames())
                        .as(answer.toString())
                        .contains("version", "statusCode", "messages", "result");
            case OAUTH ->
                assertThat(body.has("error") || body.has("code"))
                        .as(answer.toString())
                        .isTrue();
            case NATIVE -> {
                assertThat(type).as(answer.toString()).startsWith("application/problem+json");
                assertThat(body.path("status").asInt()).isEqualTo(answer.status());
                assertThat(body.path("code").asString("")).as(answer.toString()).isNotEmpty();
            }
        }
        if (this != NATIVE) {
            assertThat(type).as(answer.toString()).contains("json");
        }
    }
}
