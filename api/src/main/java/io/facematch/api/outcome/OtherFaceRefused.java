package io.facematch.api.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.facematch.job.Outcome;
import io.facematch.verification.Role;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a larger or more central face of a photo was not compared, for the results archive: another person may have been
 * meant. Codes of reasons; null where there is no such face.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OtherFaceRefused(
        @Nullable String image1, @Nullable String image2) {

    /** Empty when neither photo has such a face. */
    public static Optional<OtherFaceRefused> of(Outcome outcome) {
        var image1 = reason(outcome, Role.PROBE);
        var image2 = reason(outcome, Role.REFERENCE);
        return image1 == null && image2 == null ? Optional.empty() : Optional.of(new OtherFaceRefused(image1, image2));
    }

    private static @Nullable String reason(Outcome outcome, Role role) {
        var face = outcome.result().face(role);
        return face == null ? null : face.otherRefused();
    }

    /** In words, without capital and full stop. */
    public String message() {
        return Stream.of(message(Role.PROBE, image1), message(Role.REFERENCE, image2))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
    }

    private static Optional<String> message(Role role, @Nullable String reason) {
        return Optional.ofNullable(reason)
                .map(code -> role.code() + ": a larger or more central face was not compared (" + code.replace('_', ' ')
                        + ")");
    }
}
