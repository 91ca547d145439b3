package io.facematch.payload;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * The key of the keyed digests by which the product knows a subject or a request again without knowing who or what it is.
 * It stays the same for as long as the installation lives, whatever master key wraps it. Safe for use by many threads.
 */
public final class DigestKey {
    private final DataKey root;

    /** @param root becomes this object's own */
    DigestKey(DataKey root) {
        this.root = root;
    }

    public static DigestKey random() {
        return new DigestKey(DataKey.random());
    }

    /** @throws MasterKey.UnusableMasterKey if no master key that is configured wrapped it */
    public static DigestKey unwrap(byte[] wrapped, MasterKeys keys) {
        return new DigestKey(keys.unwrap(wrapped));
    }

    public byte[] wrap(MasterKeys keys) {
        return keys.wrap(root);
    }

    /**
     * HMAC-SHA256 under a key of the tenant's own: the same text gives the same digest within a tenant and another one
     * in every other tenant.
     *
     * @param purpose keeps digests for different uses apart
     */
    public Mac digest(String purpose, String tenant) {
        try {
            var info = "facematch/v1/" + purpose + "/" + tenant;
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(root.subkey("HmacSHA256", info.getBytes(StandardCharsets.UTF_8)));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "DigestKey[32 bytes]";
    }
}
