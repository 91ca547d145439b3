package io.facematch.api.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant is told that its jobs are over.
 *
 * @param description what its owner says about it
 * @param events that it is told
 * @param oldSecretUntil how long the secret before signs, too; null where there is none
 * @param disabled why nothing is sent there; null where it is
 */
record Endpoint(
        UUID id,
        String tenant,
        String url,
        @Nullable String description,
        List<EventType> events,
        Instant createdAt,
        @Nullable Instant oldSecretUntil,
        @Nullable Disabled disabled) {

    /** Who did it. */
    enum Disabled {
        /** Its owner. */
        REQUEST,
        /** The receiver, whose answer was 410. */
        GONE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Without the address, which may have a password of the receiver in it. */
    @Override
    public String toString() {
        return "Endpoint[" + id + "]";
    }
}
