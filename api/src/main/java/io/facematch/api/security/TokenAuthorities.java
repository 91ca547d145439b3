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

/** What a token allows: its scopes ({@code scope} or {@code scp}) and its {@code services}, each a text or a list. */
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
        var words = switch (claim) {
            case String text -> Stream.of(text.split("[ ,]+", -1)).filter(word -> !word.isEmpty());
            case Collection<?> list ->
                list.stream().filter(String.class::isInstance).map(String.class::cast);
            case null, default -> Stream.<String>empty();
        };
        return words.collect(Collectors.toUnmodifiableSet());
    }
}
