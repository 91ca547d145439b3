package io.facematch.api.security;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** A checked token, and the {@link Owner} that it stands for. */
final class OwnerAuthentication extends JwtAuthenticationToken {
    private final transient Owner owner;

    private OwnerAuthentication(Jwt token, Collection<? extends GrantedAuthority> authorities, Owner owner) {
        super(token, authorities);
        this.owner = owner;
    }

    Owner owner() {
        return owner;
    }

    /** Makes one of a token that has passed {@link TokenRules}. */
    static Converter<Jwt, AbstractAuthenticationToken> converter() {
        return token -> {
            var authorities = new TokenAuthorities(token);
            return new OwnerAuthentication(
                    token,
                    authorities.all(),
                    new Owner(
                            Objects.requireNonNull(token.getClaimAsString("tenant"), "validated"),
                            client(token),
                            authorities.scopes()));
        };
    }

    private static String client(Jwt token) {
        return Optional.ofNullable(token.getClaimAsString("azp"))
                .or(() -> Optional.ofNullable(token.getClaimAsString("client_id")))
                .or(() -> Optional.ofNullable(token.getSubject()))
                .orElse("unknown");
    }
}
