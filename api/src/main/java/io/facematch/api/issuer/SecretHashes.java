package io.facematch.api.issuer;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The stored form of {@link ClientSecret}, in hexadecimal digits. */
final class SecretHashes implements PasswordEncoder {
    @Override
    public @Nullable String encode(@Nullable CharSequence secret) {
        return secret == null ? null : of(new ClientSecret(secret.toString()).hash());
    }

    @Override
    public boolean matches(@Nullable CharSequence secret, @Nullable String stored) {
        return secret != null
                && stored != null
                && MessageDigest.isEqual(HexFormat.of().parseHex(stored), new ClientSecret(secret.toString()).hash());
    }

    static String of(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
