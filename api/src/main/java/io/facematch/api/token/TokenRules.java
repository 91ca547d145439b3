package io.facematch.api.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/** What a token with a valid signature must say: our audience, a tenant, valid now, and not for longer than a day. */
final class TokenRules {
    static final Duration MAX_LIFETIME = Duration.ofHours(24);
    static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final int MAX_NAME_LENGTH = 255;

    /** One of which names the client. */
    private static final List<String> CLIENT_CLAIMS = List.of("azp", "client_id", "sub");

    /** What Keycloak writes into tokens that are not for APIs. */
    private static final Set<String> NO_ACCESS = Set.of("ID", "Refresh", "Offline", "Logout");

    private TokenRules() {}

    /** All rules: they replace the decoder's own validators. */
    static OAuth2TokenValidator<Jwt> of(
            String audience, @Nullable String issuer, DeniedClients denied, InstantSource clock) {
        List<OAuth2TokenValidator<Jwt>> rules = new ArrayList<>();
        rules.add(timestamps(clock.withZone(ZoneOffset.UTC)));
        rules.add(new JwtClaimValidator<Object>("exp", Objects::nonNull));
        rules.add(token -> livesShortly(token, clock.instant()));
        rules.add(new JwtClaimValidator<List<String>>("aud", found -> found != null && found.contains(audience)));
        rules.add(new JwtClaimValidator<Object>("tenant", found -> found instanceof String name && isName(name)));
        rules.add(TokenRules::namesItsClient);
        rules.add(TokenRules::isForApis);
        rules.add(token -> isDenied(token, denied)
                ? OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"))
                : OAuth2TokenValidatorResult.success());
        if (issuer != null) {
            rules.add(new JwtIssuerValidator(issuer));
        }
        return new DelegatingOAuth2TokenValidator<>(rules);
    }

    /** An issuer of OpenID Connect also signs what tells a client who its user is, and what gets it new tokens. */
    private static OAuth2TokenValidatorResult isForApis(Jwt token) {
        return token.hasClaim("at_hash")
                        || token.hasClaim("c_hash")
                        || NO_ACCESS.contains(String.valueOf(token.getClaims().get("typ")))
                        || "id".equals(token.getClaims().get("token_use"))
                ? OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"))
                : OAuth2TokenValidatorResult.success();
    }

    private static boolean isDenied(Jwt token, DeniedClients denied) {
        return CLIENT_CLAIMS.stream()
                .anyMatch(claim -> token.getClaims().get(claim) instanceof String client && denied.denies(client));
    }

    /** A token need not name its client; the name it gives must be one that can be stored. */
    private static OAuth2TokenValidatorResult namesItsClient(Jwt token) {
        return CLIENT_CLAIMS.stream()
                        .map(claim -> token.getClaims().get(claim))
                        .allMatch(found -> found == null || (found instanceof String name && isName(name)))
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
    }

    /** Whether it can be stored and shown. */
    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= MAX_NAME_LENGTH
                && name.chars().noneMatch(Character::isISOControl);
    }

    private static JwtTimestampValidator timestamps(Clock clock) {
        var rule = new JwtTimestampValidator(CLOCK_SKEW);
        rule.setClock(clock);
        return rule;
    }

    /** Measured from the time of issue; from now, when the token names none or one in the future. */
    private static OAuth2TokenValidatorResult livesShortly(Jwt token, Instant now) {
        var expiry = token.getExpiresAt();
        var issued = token.getIssuedAt();
        var from = issued == null || issued.isAfter(now) ? now : issued;
        return expiry == null || expiry.isAfter(from.plus(MAX_LIFETIME).plus(CLOCK_SKEW))
                ? OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"))
                : OAuth2TokenValidatorResult.success();
    }
}
