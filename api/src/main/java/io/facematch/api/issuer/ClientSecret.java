package io.facematch.api.issuer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The secret of a client: a prefix, by which scanners find leaked secrets, and 256 random bits.
 *
 * <p>Its SHA-256 is stored. A slow hash would protect passwords that people choose and attackers guess. These bits
 * can't be guessed, and a slow hash would only slow down each request for a token.
 */
public record ClientSecret(String text) {
    private static final String PREFIX = "fms_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static ClientSecret random() {
        return new ClientSecret(PREFIX + randomText(BYTES));
    }

    static String randomText(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** How Spring Security compares a secret with what is stored of it: SHA-256 in hexadecimal digits. */
    static final class Hashes implements PasswordEncoder {
        @Override
        public @Nullable String encode(@Nullable CharSequence secret) {
            return secret == null ? null : of(new ClientSecret(secret.toString()).hash());
        }

        @Override
        public boolean matches(@Nullable CharSequence secret, @Nullable String stored) {
            return secret != null
                    && stored != null
                    && MessageDigest.isEqual(
                            HexFormat.of().parseHex(stored), new ClientSecret(secret.toString()).hash());
        }

        static String of(byte[] hash) {
            return HexFormat.of().formatHex(hash);
        }
    }

    @Override
    public String toString() {
        return "ClientSecret[hidden]";
    }
}
