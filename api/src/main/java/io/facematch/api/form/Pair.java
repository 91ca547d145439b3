package io.facematch.api.form;

import io.facematch.payload.ImagePair;
import org.jspecify.annotations.Nullable;

/**
 * Two encoded images as they were sent, in memory only.
 *
 * @param hasReference whether there are two: false where the route allows a photo alone
 * @param uniqueId what the client calls the subject; null when it does not say
 */
public record Pair(
        ImagePair images, boolean hasReference, @Nullable String uniqueId) {

    @Override
    public String toString() {
        return "Pair[withheld]";
    }
}
