package io.facematch.api.security;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a token allows.
 *
 * @param scopes of the claim "scope" or "scp", which is a text or a list
 * @param services of the claim of that name, a text or a list too
 */
record TokenAuthorities(Set<String> scopes, Set<String> services) {
    TokenAuthorities(Jwt token) {
        this(words(token.getClaim(token.hasClaim("scope") ? "scope" : "scp")), words(token.getClaim("services")));
    }

    List<GrantedAuthority> all() {
        return Stream.concat(
                        scopes.stream().map(TokenAuthorities::ofScope),
                        services.stream().map(TokenAuthorities::ofService))
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }

    static String ofScope(String scope) {
        return "SCOPE_" + scope;
    }

    static String ofService(String service) {
        return "SERVICE_" + service;
    }

    private static Set<String> words(@Nullable Object claim) {
        return split(claim).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> split(@Nullable Object claim) {
        if (claim instanceof String text) {
            return Stream.of(text.split("[ ,]+", -1)).filter(word -> !word.isEmpty());
        }
        if (claim instanceof Collection<?> list) {
            return list.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return Stream.empty();
    }
}
