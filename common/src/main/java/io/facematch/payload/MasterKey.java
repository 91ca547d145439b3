package io.facematch.payload;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The installation's own key, 32 bytes. Wraps data keys (AES key wrap with padding, RFC 5649) and yields the keyed
 * digests by which the audit knows a subject again without knowing who it is. Safe for use by many threads.
 */
public final class MasterKey {
    private final SecretKey wrapping;
    private final DataKey root;

    /** @throws UnusableMasterKey if it is not 32 bytes, or so regular that it can't have been drawn at random */
    public MasterKey(byte[] key) {
        if (key.length != DataKey.BYTES) {
            throw UnusableMasterKey.makeOne("it has " + key.length + " bytes and must have 32");
        }
        if (looksMadeUp(key)) {
            throw UnusableMasterKey.makeOne("it looks like a sample, not like 32 random bytes");
        }
        root = new DataKey(key.clone());
        try {
            wrapping = root.subkey(utf8("facematch/v1/wrap"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HKDF-SHA256", e);
        }
    }

    /** @param text 32 bytes in Base64, with or without surrounding white space */
    public static MasterKey ofBase64(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw UnusableMasterKey.makeOne("it is not Base64");
        }
        try {
            return new MasterKey(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    public byte[] wrap(DataKey key) {
        try {
            var cipher = Cipher.getInstance("AESWrapPad");
            cipher.init(Cipher.WRAP_MODE, wrapping);
            return cipher.wrap(key.secret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES key wrap", e);
        }
    }

    /** @throws UnusableMasterKey if {@code wrapped} was wrapped by another master key, or altered */
    public DataKey unwrap(byte[] wrapped) {
        try {
            var cipher = Cipher.getInstance("AESWrapPad");
            cipher.init(Cipher.UNWRAP_MODE, wrapping);
            return new DataKey(cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new UnusableMasterKey("it is not the one that wrapped this data key");
        }
    }

    /**
     * HMAC-SHA256 under a key of the tenant's own: the same text gives the same digest within a tenant and another one
     * in every other tenant.
     *
     * @param purpose keeps digests for different uses apart
     */
    public Mac digest(String purpose, String tenant) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(root.subkey(utf8("facematch/v1/" + purpose + "/" + tenant)));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HMAC-SHA256", e);
        }
    }

    /** Repeated values, counted-up values or plain text: each happens to random bytes with a chance below 1e-13. */
    private static boolean looksMadeUp(byte[] key) {
        var values = IntStream.range(0, key.length).map(i -> key[i]);
        var steps = IntStream.range(1, key.length).map(i -> (byte) (key[i] - key[i - 1]));
        return values.distinct().count() < 16
                || steps.distinct().count() < 16
                || IntStream.range(0, key.length).allMatch(i -> key[i] >= ' ' && key[i] <= '~');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "MasterKey[32 bytes]";
    }

    /** The configured master key can't be used; the message says why and what to do, and never shows it. */
    public static final class UnusableMasterKey extends RuntimeException {
        /** @param why and what to do, when a new key would not help */
        public UnusableMasterKey(String why) {
            super("The master key can't be used: " + why);
        }

        /** For a key that is missing or unfit, so that nothing is lost with it. */
        static UnusableMasterKey makeOne(String why) {
            return new UnusableMasterKey(
                    why + ". Make one with: head -c 32 /dev/urandom | base64 > master.key && chmod 600 master.key");
        }
    }
}
