package io.facematch.api.token;

import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which tokens are valid. Set exactly one of the three sources of keys; set none when the API is its own issuer.
 *
 * @param issuerUri OpenID or OAuth issuer whose metadata names its keys; also the required {@code iss}
 * @param jwkSetUri address of a key set that tokens are checked with
 * @param publicKeyFile file with an RSA or P-256 public key (PEM) that tokens are checked with
 * @param audience the required {@code aud}
 */
@Validated
@ConfigurationProperties(prefix = "facematch.security", ignoreUnknownFields = false)
public record SecuritySettings(
        @Nullable String issuerUri,
        @Nullable String jwkSetUri,
        @Nullable Path publicKeyFile,
        @DefaultValue("facematch") @NotBlank String audience) {}
