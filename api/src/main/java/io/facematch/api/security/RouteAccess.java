package io.facematch.api.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * What a token must allow on some routes, contributed as a bean by the dialect that they belong to.
 *
 * @param patterns as Spring matches paths
 * @param scopes of which the token must have one; when there are none, the routes are open and tokens are ignored
 * @param service that the token must name among its services, or null
 * @param refusal the answer to a token that lacks any of this; null for the usual one
 * @param perClient whether each client's requests are limited, apart from those of its tenant
 */
public record RouteAccess(
        List<String> patterns,
        List<String> scopes,
        @Nullable String service,
        @Nullable String refusal,
        boolean perClient) {
    public RouteAccess {
        patterns = List.copyOf(patterns);
        scopes = List.copyOf(scopes);
    }

    public static RouteAccess open(String... patterns) {
        return new RouteAccess(List.of(patterns), List.of(), null, null, false);
    }

    public static RouteAccess scope(String scope, String... patterns) {
        return anyScope(List.of(scope), patterns);
    }

    static RouteAccess anyScope(List<String> scopes, String... patterns) {
        return new RouteAccess(List.of(patterns), scopes, null, null, false);
    }

    public RouteAccess andService(String service, String refusal) {
        return new RouteAccess(patterns, scopes, service, refusal, perClient);
    }

    public RouteAccess limitedPerClient() {
        return new RouteAccess(patterns, scopes, service, refusal, true);
    }

    public boolean covers(HttpServletRequest request) {
        return patterns.stream()
                .anyMatch(pattern -> PathPatternRequestMatcher.withDefaults()
                        .matcher(pattern)
                        .matches(request));
    }

    public boolean isOpen() {
        return scopes.isEmpty();
    }
}
