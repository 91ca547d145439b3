package io.facematch.api.outcome;

import io.facematch.job.Outcome;
import io.facematch.verification.Reason;
import io.facematch.verification.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many faces a photo shows, as far as its outcome tells. */
public final class FacesFound {
    private FacesFound() {}

    /** Null where they were not counted: the photo could not be read, or none of its faces was good enough. */
    public static @Nullable Integer in(Role role, Outcome outcome) {
        var face = outcome.result().face(role);
        if (face != null) {
            return face.found();
        }
        return Reasons.of(outcome).entries().stream()
                        .filter(entry -> entry.role().equals(Optional.of(role)))
                        .anyMatch(entry -> entry.reason() == Reason.NO_FACE)
                ? 0
                : null;
    }
}
