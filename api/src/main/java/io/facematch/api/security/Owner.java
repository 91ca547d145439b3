package io.facematch.api.security;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose work it is.
 *
 * @param tenant decides what can be seen
 * @param client the tenant's system that sent it, for the audit
 * @param scopes what its token allows
 */
public record Owner(String tenant, String client, Set<String> scopes) {
    public Owner {
        scopes = Set.copyOf(scopes);
    }

    public boolean has(String scope) {
        return scopes.contains(scope);
    }

    /** @throws MissingScope if the token has none of these */
    public void require(String... oneOf) {
        if (Stream.of(oneOf).noneMatch(scopes::contains)) {
            throw new MissingScope(List.of(oneOf));
        }
    }
}
