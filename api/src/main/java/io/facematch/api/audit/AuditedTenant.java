package io.facematch.api.audit;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import org.jspecify.annotations.Nullable;

/** Whose outcomes a request is about. */
public final class AuditedTenant {
    private static final int LONGEST = 200;

    private AuditedTenant() {}

    /**
     * That of the token, or the one that the request names, which only an administrator may.
     *
     * @param named null where the request names none
     * @throws Problem if the token has no right to the audit, or not to that of another tenant
     */
    public static String of(Owner owner, @Nullable String named) {
        owner.require(Scopes.AUDIT);
        if (named == null || named.equals(owner.tenant())) {
            return owner.tenant();
        }
        owner.require(Scopes.ADMIN);
        if (named.isBlank() || named.length() > LONGEST) {
            throw new Problem(ProblemCode.INVALID_PARAMETER, "tenant must have 1 to 200 characters.");
        }
        return named;
    }
}
