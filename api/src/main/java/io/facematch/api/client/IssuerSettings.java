package io.facematch.api.client;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The API as issuer of tokens.
 *
 * @param enabled whether it is one
 * @param uri its name in tokens ({@code iss}) and the address at which clients reach it
 * @param privateKeyFile an RSA or P-256 private key in PEM, readable by nobody but its owner and group
 * @param tokenLifetime of each token, a day at most
 */
// Not strict about unknown names, unlike other settings: Boot's complaint about a misspelt one might print the key.
@Validated
@ConfigurationProperties(prefix = "facematch.issuer")
public record IssuerSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("http://localhost:8080") @NotNull URI uri,
        @Nullable Path privateKeyFile,
        @DefaultValue("24h") @NotNull Duration tokenLifetime) {
    static final Duration MAX_LIFETIME = Duration.ofHours(24);

    @AssertTrue(message = "FACEMATCH_ISSUER_TOKEN_LIFETIME must be at least 1s and at most 24h")
    boolean isLifetimeInRange() {
        return tokenLifetime.compareTo(Duration.ofSeconds(1)) >= 0 && tokenLifetime.compareTo(MAX_LIFETIME) <= 0;
    }

    @AssertTrue(message = "FACEMATCH_ISSUER_URI must be an http or https address without query and fragment")
    boolean isUriAnIssuer() {
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getQuery() == null
                && uri.getFragment() == null;
    }

    @AssertTrue(message = "FACEMATCH_ISSUER_ENABLED needs FACEMATCH_ISSUER_PRIVATE_KEY_FILE")
    boolean isKeyThere() {
        return !enabled || privateKeyFile != null;
    }
}
