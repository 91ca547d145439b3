package io.facematch.transparency.commitment;

import io.facematch.transparency.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The secret of one field, and the commitment made with it: {@code SHA-256(salt || value)}, which enters the log in the
 * place of the value. With salt and value anybody can compute it again; with the value alone, or a guess of it, nobody
 * can. So once salt and value are erased, the commitment left in the log tells nothing, and every proof still holds. A
 * hash without a salt would not do: similarities, names and file names can be tried out.
 */
public final class FieldSalt {
    private final byte[] salt;

    FieldSalt(byte[] salt) {
        this.salt = salt;
    }

    /**
     * The one that somebody has shown.
     *
     * @param salt 32 bytes, copied
     */
    public static FieldSalt of(byte[] salt) {
        return new FieldSalt(Hash.of(salt).bytes());
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return salt.clone();
    }

    /**
     * What stands in the log for this value.
     *
     * @param value in the one spelling that all who check it use, hashed as UTF-8: for a number, that of
     *     {@code CanonicalJson}; an absent value needs a spelling that no value has
     */
    public Hash commit(String value) {
        return commit(value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param value as {@link #commit(String)} hashes it: UTF-8 */
    public Hash commit(byte[] value) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return Hash.of(digest.digest(value));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Tells nothing of the bytes. */
    @Override
    public String toString() {
        return "FieldSalt";
    }
}
