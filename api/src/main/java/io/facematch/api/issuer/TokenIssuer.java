package io.facematch.api.issuer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Signs tokens. Those of all endpoints are the same. */
public final class TokenIssuer {
    /** Azakaw's mark of a token for applications, which its face comparison requires among the services of a token. */
    public static final String EXTERNAL = "External";

    private final String uri;
    private final SigningKeys keys;
    private final String audience;
    private final Duration lifetime;
    private final InstantSource clock;
    private final JwtEncoder encoder;

    /**
     * @param uri the {@code iss} of the tokens
     * @param lifetime of those that are got without the OAuth 2.0 endpoint
     */
    public TokenIssuer(String uri, SigningKeys keys, String audience, Duration lifetime, InstantSource clock) {
        this.uri = uri;
        this.keys = keys;
        this.audience = audience;
        this.lifetime = lifetime;
        this.clock = clock;
        this.encoder = new NimbusJwtEncoder(keys.privateKeys());
    }

    /** A token for a client, without the OAuth 2.0 endpoint. */
    public String issue(String clientId, String tenant, Collection<String> scopes, Instant now) {
        var issued = now.truncatedTo(ChronoUnit.SECONDS);
        var header = JwsHeader.with(keys.signing(clock.instant()).algorithm());
        var claims = JwtClaimsSet.builder()
                .issuer(uri)
                .subject(clientId)
                .issuedAt(issued)
                .expiresAt(issued.plus(lifetime))
                .id(UUID.randomUUID().toString());
        describe(header, claims, clientId, tenant, scopes);
        return encoder.encode(JwtEncoderParameters.from(header.build(), claims.build()))
                .getTokenValue();
    }

    /** Adds to a token the claims that say whose it is and what it allows. */
    void describe(
            JwsHeader.Builder header,
            JwtClaimsSet.Builder claims,
            String clientId,
            String tenant,
            Collection<String> scopes) {
        var key = keys.signing(clock.instant());
        header.algorithm(key.algorithm()).type("JWT").keyId(key.key().getKeyID());
        claims.audience(List.of(audience))
                .claim("azp", clientId)
                .claim("client_id", clientId)
                .claim("tenant", tenant)
                .claim("scope", String.join(" ", scopes))
                .claim("services", EXTERNAL);
    }
}
