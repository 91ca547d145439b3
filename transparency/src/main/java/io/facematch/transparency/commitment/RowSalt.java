package io.facematch.transparency.commitment;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret behind the commitments of one row: random bytes kept beside the row and erased with it. Each field gets a
 * salt of its own, {@code HMAC-SHA256(row salt, field name)}, so that showing one field, by its salt and its value,
 * tells nothing of the others, although the row needs to keep one secret only.
 */
public final class RowSalt {
    /** Bytes of a new salt: 128 bits cannot be guessed. */
    public static final int LENGTH = 16;

    private static final String HMAC = "HmacSHA256";
    private static final int LONGEST = 32;

    private final byte[] salt;

    private RowSalt(byte[] salt) {
        this.salt = salt;
    }

    /** A new one of {@link #LENGTH} bytes for a new row. */
    public static RowSalt random(SecureRandom random) {
        var salt = new byte[LENGTH];
        random.nextBytes(salt);
        return new RowSalt(salt);
    }

    /**
     * The one that was stored with a row.
     *
     * @param salt 16 to 32 bytes, copied
     */
    public static RowSalt of(byte[] salt) {
        if (salt.length < LENGTH || salt.length > LONGEST) {
            throw new IllegalArgumentException("A row salt has 16 to 32 bytes, not " + salt.length);
        }
        return new RowSalt(salt.clone());
    }

    /** A copy of the bytes, to be stored where erasure reaches them. */
    public byte[] bytes() {
        return salt.clone();
    }

    /** The salt of the field with this name, to be shown together with its value. */
    public FieldSalt field(String name) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(salt, HMAC));
            return new FieldSalt(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Tells nothing of the bytes. */
    @Override
    public String toString() {
        return "RowSalt";
    }
}
