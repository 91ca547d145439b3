package io.facematch.tenant;

import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import java.time.LocalDate;
import java.util.Optional;

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
     * What the client said.
     *
     * @param context of the outcome's pair
     * @param acceptedOn the outcome's
     * @param sealed the outcome's {@code sealed_reference}
     * @return empty once the key of that month is deleted
     * @throws IllegalStateException if it is not the reference of that pair, or altered
     */
    public Optional<ClientReference> open(SealContext context, LocalDate acceptedOn, byte[] sealed) {
        return keys.findReferences(context.tenant(), acceptedOn).map(key -> {
            try (key) {
                return ClientReference.open(key, context, sealed);
            } catch (NotOpened e) {
                throw new IllegalStateException("a reference does not open under the key of its month", e);
            }
        });
    }
}
