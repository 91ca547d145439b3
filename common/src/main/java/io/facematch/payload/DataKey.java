package io.facematch.payload;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 32 bytes: that of one job and one purpose, or one that wraps such keys. Nothing is encrypted under it
 * directly: every sealed content has a subkey of its own (HKDF-SHA256, RFC 5869), so a random nonce can't repeat under
 * one key. Safe for use by many threads.
 */
public final class DataKey implements AutoCloseable {
    static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private boolean closed;

    /** @param key becomes this object's own */
    DataKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a data key has 32 bytes");
        }
        this.key = key;
    }

    public static DataKey random() {
        var key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new DataKey(key);
    }

    /** The same key for another owner, who closes it at another time. */
    public synchronized DataKey copy() {
        requireOpen();
        return new DataKey(key.clone());
    }

    /** The other key under this one: AES key wrap with padding, RFC 5649. */
    public byte[] wrap(DataKey other) {
        try {
            var cipher = Cipher.getInstance("AESWrapPad");
            cipher.init(Cipher.WRAP_MODE, wrapping());
            return cipher.wrap(other.secret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES key wrap", e);
        }
    }

    /** Empty if {@code wrapped} was wrapped under another key, or altered. */
    public Optional<DataKey> unwrap(byte[] wrapped) {
        try {
            var cipher = Cipher.getInstance("AESWrapPad");
            cipher.init(Cipher.UNWRAP_MODE, wrapping());
            var plain = cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
            return plain.length == BYTES ? Optional.of(new DataKey(plain)) : Optional.empty();
        } catch (InvalidKeyException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES key wrap", e);
        }
    }

    private SecretKey wrapping() throws GeneralSecurityException {
        return subkey("AES", "facematch/v1/wrap".getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key of a file, for a cipher that the JDK does not have: 32 bytes, which the caller wipes.
     *
     * @param name of the file, or what else tells it from all others
     */
    public byte[] ofFile(String name) {
        try {
            return subkey("AES", ("facematch/v1/file/" + name).getBytes(StandardCharsets.UTF_8))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HKDF-SHA256", e);
        }
    }

    /**
     * @param algorithm that the subkey is for, as the JDK names it
     * @param info names the one thing that the subkey is for
     */
    synchronized SecretKey subkey(String algorithm, byte[] info) throws GeneralSecurityException {
        requireOpen();
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(algorithm, HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(info, BYTES));
    }

    /** In a form that the JDK's ciphers take. */
    synchronized SecretKey secret() {
        requireOpen();
        return new SecretKeySpec(key, "AES");
    }

    /** A wiped key is all zeros: an attacker could open what is sealed under it. */
    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this data key is closed");
        }
    }

    /** Overwrites the key. What was derived from it stays usable; every other use fails from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "DataKey[32 bytes]";
    }
}
