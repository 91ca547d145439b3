package io.facematch.api.submission;

import org.jspecify.annotations.Nullable;

/** Two encoded images as they were sent, in memory only; the reference is missing where the route allows it. */
public record Pair(
        byte[] probe, byte @Nullable [] reference, @Nullable String uniqueId) {

    public boolean hasReference() {
        return reference != null;
    }

    @Override
    public String toString() {
        return "Pair[withheld]";
    }
}
