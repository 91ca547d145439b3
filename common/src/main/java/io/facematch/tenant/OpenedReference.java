package io.facematch.tenant;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a look into a sealed reference finds.
 *
 * @param said nothing, where it does not open
 * @param why it does not; null where it does
 */
public record OpenedReference(
        ClientReference said, @Nullable Closed why) {
    /** Where nothing was sealed. */
    public static final OpenedReference NOTHING = new OpenedReference(ClientReference.NONE, null);

    /** Why a reference does not open. */
    public enum Closed {
        /** The key of its month was deleted, or the master key that wrapped that is not configured. */
        NO_KEY,
        /** It is not what was sealed for this pair. */
        ALTERED;

        /** The name on the wire. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
