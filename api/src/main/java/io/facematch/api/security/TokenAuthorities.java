package io.facematch.api.security;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

/** What a token allows: its scopes ({@code scope} or {@code scp}) and its {@code services}, each a text or a list. */
final class TokenAuthorities implements Converter<Jwt, Collection<GrantedAuthority>> {
    static final String SCOPE = "SCOPE_";
    /** The vendor's mark of a token for applications. */
    static final String EXTERNAL = "SERVICE_External";

    @Override
    public List<GrantedAuthority> convert(Jwt token) {
        var authorities = new ArrayList<GrantedAuthority>();
        words(token.getClaim(token.hasClaim("scope") ? "scope" : "scp"))
                .map(scope -> new SimpleGrantedAuthority(SCOPE + scope))
                .forEach(authorities::add);
        words(token.getClaim("services"))
                .map(service -> new SimpleGrantedAuthority("SERVICE_" + service))
                .forEach(authorities::add);
        return authorities;
    }

    private static Stream<String> words(@Nullable Object claim) {
        if (claim instanceof String text) {
            return Stream.of(text.split("[ ,]+", -1)).filter(word -> !word.isEmpty());
        }
        if (claim instanceof Collection<?> list) {
            return list.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return Stream.empty();
    }
}
