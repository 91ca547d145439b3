package io.facematch.face.network;

import io.facematch.card.ModelCard;
import org.jspecify.annotations.Nullable;

/**
 * One line of the model list.
 *
 * @param location the file or {@code built in}; null when missing
 * @param used whether the current choice uses it
 */
public record ModelListing(
        ModelCard card, State state, @Nullable String location, boolean used) {

    /** Whether the file is there and is the right one. */
    public enum State {
        MISSING,
        VERIFIED,
        WRONG_HASH
    }
}
