package io.facematch.tenant;

import io.facematch.payload.DataKey;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import io.facematch.tenant.OpenedReference.Closed;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens what clients said about their submissions. Only for those who may see what is sensitive: nothing here asks who
 * wants to know.
 */
public final class ClientReferences {
    private final TenantKeys keys;

    public ClientReferences(TenantKeys keys) {
        this.keys = keys;
    }

    /**
     * What the client said, or why nobody can tell any more.
     *
     * @param context of the outcome's pair
     * @param acceptedOn the outcome's
     * @param sealed the outcome's {@code sealed_reference}; null where it has none
     */
    public OpenedReference open(SealContext context, LocalDate acceptedOn, byte @Nullable [] sealed) {
        try (var one = reader()) {
            return one.open(context, acceptedOn, sealed);
        }
    }

    /** For many, some of them of the same month. */
    public Reader reader() {
        return new Reader();
    }

    /** Keeps the key of each month that it met, until it is closed. For one thread. */
    public final class Reader implements AutoCloseable {
        private final Map<Month, Optional<DataKey>> met = new HashMap<>();

        private record Month(String tenant, LocalDate first) {}

        private Reader() {}

        /**
         * What the client said, or why nobody can tell any more.
         *
         * @param context of the outcome's pair
         * @param acceptedOn the outcome's
         * @param sealed the outcome's {@code sealed_reference}; null where it has none
         */
        public OpenedReference open(SealContext context, LocalDate acceptedOn, byte @Nullable [] sealed) {
            if (sealed == null) {
                return OpenedReference.NOTHING;
            }
            return met.computeIfAbsent(
                            new Month(context.tenant(), acceptedOn.withDayOfMonth(1)),
                            month -> keys.findReferences(month.tenant(), month.first()))
                    .map(key -> open(key, context, sealed))
                    .orElseGet(() -> new OpenedReference(ClientReference.NONE, Closed.NO_KEY));
        }

        private static OpenedReference open(DataKey key, SealContext context, byte[] sealed) {
            try {
                return new OpenedReference(ClientReference.open(key, context, sealed), null);
            } catch (NotOpened e) {
                return new OpenedReference(ClientReference.NONE, Closed.ALTERED);
            }
        }

        @Override
        public void close() {
            met.values().forEach(key -> key.ifPresent(DataKey::close));
            met.clear();
        }
    }
}
