package io.facematch.api.security;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whose tokens are believed: exactly one of the three sources of keys.
 *
 * @param issuerUri an OpenID issuer whose metadata names its keys; also the required {@code iss}
 * @param jwkSetUri the address of a key set
 * @param publicKeyFile an RSA public key in PEM
 * @param audience the required {@code aud}
 */
@Validated
@ConfigurationProperties(prefix = "facematch.security", ignoreUnknownFields = false)
record SecuritySettings(
        @Nullable String issuerUri,
        @Nullable String jwkSetUri,
        @Nullable Path publicKeyFile,
        @DefaultValue("facematch") @NotBlank String audience) {

    @AssertTrue(
            message = "set exactly one of FACEMATCH_SECURITY_ISSUER_URI, FACEMATCH_SECURITY_JWK_SET_URI and"
                    + " FACEMATCH_SECURITY_PUBLIC_KEY_FILE")
    boolean isOneSourceOfKeys() {
        return Stream.of(issuerUri, jwkSetUri, publicKeyFile)
                        .filter(Objects::nonNull)
                        .count()
                == 1;
    }
}
