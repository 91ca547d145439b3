package io.facematch.api.security;

import java.util.List;
import org.springframework.security.access.AccessDeniedException;

/** The token is valid, but not for this. */
public final class MissingScope extends AccessDeniedException {
    private final transient List<String> oneOf;

    /** @param oneOf scopes of which each would do */
    MissingScope(List<String> oneOf) {
        super("a scope is missing");
        this.oneOf = oneOf;
    }

    String inWords() {
        return "The token lacks the scope for this: " + String.join(" or ", oneOf) + ".";
    }
}
