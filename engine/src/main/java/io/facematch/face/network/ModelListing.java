package io.facematch.face.network;

import io.facematch.card.ModelCard;
import io.facematch.card.folder.KnownModel;
import org.jspecify.annotations.Nullable;

/**
 * One line of the model list.
 *
 * @param location the file or {@code built in}; null when missing
 * @param used whether the current choice uses it
 */
public record ModelListing(
        KnownModel model, State state, @Nullable String location, boolean used) {

    /** Whether the file is there and is the right one. */
    public enum State {
        MISSING,
        VERIFIED,
        WRONG_HASH
    }

    public ModelCard card() {
        return model.card();
    }
}
