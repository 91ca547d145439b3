package io.facematch.api.audit.rollup;

import io.facematch.verification.Status;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing was decided, in the words of the table of outcomes.
 *
 * @param probe the reason that was found in the probe
 * @param reference the reason that was found in the reference
 * @param fault a reason that is in none of them
 */
public record Failure(
        Status status,
        @Nullable String probe,
        @Nullable String reference,
        @Nullable String fault) {
    private static final String BETWEEN = "/";
    private static final int PARTS = 4;

    /** As in the database. */
    String code() {
        return Stream.of(status.code(), probe, reference, fault)
                .map(part -> Objects.requireNonNullElse(part, ""))
                .collect(Collectors.joining(BETWEEN));
    }

    static Failure ofCode(String code) {
        var parts = code.split(BETWEEN, PARTS);
        return new Failure(Status.ofCode(parts[0]), part(parts[1]), part(parts[2]), part(parts[3]));
    }

    private static @Nullable String part(String part) {
        return part.isEmpty() ? null : part;
    }
}
