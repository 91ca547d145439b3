package io.facematch.api.security;

import java.util.Set;
import org.springframework.security.access.AccessDeniedException;

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

    /** @throws AccessDeniedException if the token does not allow this */
    public void require(String scope) {
        if (!scopes.contains(scope)) {
            throw new AccessDeniedException("the scope " + scope + " is missing");
        }
    }
}
