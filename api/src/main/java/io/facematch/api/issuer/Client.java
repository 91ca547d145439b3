package io.facematch.api.issuer;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that may ask for tokens.
 *
 * @param tenant whose jobs its tokens see
 * @param scopes what its tokens allow at most
 * @param rotatedAt when it got its present secret, if not the first one
 * @param disabledAt since when it gets no tokens any more
 */
public record Client(
        String id,
        String name,
        String tenant,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant disabledAt) {
    public Client {
        scopes = List.copyOf(scopes);
    }

    public boolean disabled() {
        return disabledAt != null;
    }
}
