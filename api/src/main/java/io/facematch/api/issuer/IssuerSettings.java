package io.facematch.api.issuer;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The API as an issuer of tokens.
 *
 * @param enabled whether the API issues tokens itself and accepts them; {@code run} and {@code up} set it to true
 * @param uri the address at which clients reach the API, and the {@code iss} of its tokens; {@code up} sets it to its
 *     own address
 * @param privateKey the private key itself, instead of a file
 * @param privateKeyFile file with a P-256 private key, or an RSA one of 3072 bits or more (PEM, PKCS #8; or a JWK) that
 *     signs, and older ones behind it; only its owner and group may be able to read it; {@code run} and {@code up} make
 *     their own
 * @param tokenLifetime lifetime of a token, 24 hours at most
 * @param appTokenLifetime lifetime of a token from {@code GetAppToken}, whose clients expect a day, and of one that the
 *     page gets for the link of {@code up}; 24 hours at most
 */
// Not strict about unknown names, unlike other settings: Boot's complaint about a misspelt one might print the key.
@Validated
@ConfigurationProperties(prefix = "facematch.issuer")
public record IssuerSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("http://localhost:8080") @NotNull URI uri,
        @Nullable String privateKey,
        @Nullable Path privateKeyFile,
        @DefaultValue("1h") @NotNull Duration tokenLifetime,
        @DefaultValue("24h") @NotNull Duration appTokenLifetime) {
    static final Duration MAX_LIFETIME = Duration.ofHours(24);

    @AssertTrue(
            message =
                    "FACEMATCH_ISSUER_TOKEN_LIFETIME and FACEMATCH_ISSUER_APP_TOKEN_LIFETIME must be at least 1s and at"
                            + " most 24h")
    boolean isLifetimeInRange() {
        return isInRange(tokenLifetime) && isInRange(appTokenLifetime);
    }

    private static boolean isInRange(Duration lifetime) {
        return lifetime.compareTo(Duration.ofSeconds(1)) >= 0 && lifetime.compareTo(MAX_LIFETIME) <= 0;
    }

    @AssertTrue(
            message = "FACEMATCH_ISSUER_URI must be an http or https address without query, fragment and final slash")
    boolean isUriAnIssuer() {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && !uri.getPath().endsWith("/");
    }

    @AssertTrue(
            message =
                    "FACEMATCH_ISSUER_ENABLED needs FACEMATCH_ISSUER_PRIVATE_KEY_FILE or FACEMATCH_ISSUER_PRIVATE_KEY,"
                            + " and not both")
    boolean isOneKeyThere() {
        return !enabled || (privateKey == null) != (privateKeyFile == null);
    }

    SigningKeys signingKeys() {
        return privateKey != null
                ? SigningKeys.parse(privateKey)
                : SigningKeys.load(Objects.requireNonNull(privateKeyFile, "validated"));
    }

    @Override
    public String toString() {
        return "IssuerSettings[enabled=" + enabled + ", uri=" + uri + "]";
    }
}
