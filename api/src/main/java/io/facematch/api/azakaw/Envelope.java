package io.facematch.api.azakaw;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Wraps every answer of this dialect, errors included. All members are always there.
 *
 * @param version null, as in the vendor's own answers
 * @param statusCode repeats the HTTP status
 * @param result null in errors
 */
@JsonInclude
@JsonNaming(LowerCamelCaseStrategy.class)
record Envelope(
        @Nullable String version,
        int statusCode,
        List<String> messages,
        @Nullable Object result) {
    private static final int OK = 200;

    static Envelope ok(Object result) {
        return new Envelope(null, OK, List.of("Processed successfully"), result);
    }

    static Envelope error(int statusCode, List<String> messages) {
        return new Envelope(null, statusCode, messages, null);
    }

    /** The result may be a token. */
    @Override
    public String toString() {
        return "Envelope[" + statusCode + "]";
    }
}
