package io.facematch.api.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Date;
import java.util.UUID;

/** Signs tokens. Whoever asks, and in whatever dialect, gets the same kind. */
public final class TokenIssuer {
    /** The vendor's mark of a token for applications; its face comparison asks for it. */
    private static final String EXTERNAL = "External";

    private final String uri;
    private final SigningKey key;
    private final String audience;
    private final Duration lifetime;

    /** @param uri the {@code iss} of the tokens */
    public TokenIssuer(String uri, SigningKey key, String audience, Duration lifetime) {
        this.uri = uri;
        this.key = key;
        this.audience = audience;
        this.lifetime = lifetime;
    }

    /** @param scopes what it allows */
    public record Token(String text, Collection<String> scopes, Instant issuedAt, Instant expiresAt) {
        @Override
        public String toString() {
            return "Token[until " + expiresAt + "]";
        }
    }

    public Token issue(String clientId, String tenant, Collection<String> scopes, Instant now) {
        var issued = now.truncatedTo(ChronoUnit.SECONDS);
        var expires = issued.plus(lifetime);
        var header = new JWSHeader.Builder(key.algorithm())
                .type(JOSEObjectType.JWT)
                .keyID(key.publicKey().getKeyID())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(uri)
                .subject(clientId)
                .audience(audience)
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(expires))
                .jwtID(UUID.randomUUID().toString())
                .claim("azp", clientId)
                .claim("client_id", clientId)
                .claim("tenant", tenant)
                .claim("scope", String.join(" ", scopes))
                .claim("services", EXTERNAL)
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("a token can't be signed", e);
        }
        return new Token(token.serialize(), scopes, issued, expires);
    }
}
