package io.facematch.tenant;

import io.facematch.payload.DataKey;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a submission, for later audits. The product keeps it sealed, and makes nothing of it.
 *
 * @param consentRef where the client keeps the person's consent; null when it does not say
 * @param reference whatever the client wants to find again; null when it does not say
 */
public record ClientReference(
        @Nullable String consentRef, @Nullable String reference) {
    public static final ClientReference NONE = new ClientReference(null, null);

    public boolean isEmpty() {
        return consentRef == null && reference == null;
    }

    /** Null when there is nothing to seal. */
    public byte @Nullable [] sealed(DataKey key, SealContext context) {
        return isEmpty() ? null : PayloadCipher.sealReference(key, context, text(consentRef), text(reference));
    }

    /** @throws NotOpened if it was sealed under another key or elsewhere, or altered */
    static ClientReference open(DataKey key, SealContext context, byte[] sealed) throws NotOpened {
        var texts = PayloadCipher.openReference(key, context, sealed);
        if (texts.length != 2) {
            throw new IllegalStateException("a reference has two parts");
        }
        return new ClientReference(value(texts[0]), value(texts[1]));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String value(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public String toString() {
        return "ClientReference[withheld]";
    }
}
