package io.facematch.api.form;

import org.jspecify.annotations.Nullable;

/**
 * Two encoded images as they were sent, in memory only.
 *
 * @param reference null where the route allows a photo alone
 * @param uniqueId what the client calls the subject; null when it does not say
 */
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
