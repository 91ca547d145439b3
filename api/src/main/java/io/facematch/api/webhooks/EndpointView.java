package io.facematch.api.webhooks;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in JSON.
 *
 * @param disabledBecause {@code request} or {@code gone}; null where it is enabled
 * @param secret only in the answer to the request that made it
 */
record EndpointView(
        UUID id,
        String url,
        @Nullable String description,
        List<EventType> events,
        boolean enabled,
        @Nullable String disabledBecause,
        Instant createdAt,
        @Nullable Instant oldSecretUntil,
        @Nullable String secret,
        Links links) {

    record Links(URI self, URI deliveries) {}

    static EndpointView of(Endpoint endpoint) {
        return of(endpoint, null);
    }

    static EndpointView of(Endpoint endpoint, @Nullable SigningSecret secret) {
        var disabled = endpoint.disabled();
        return new EndpointView(
                endpoint.id(),
                endpoint.url(),
                endpoint.description(),
                endpoint.events(),
                disabled == null,
                disabled == null ? null : disabled.code(),
                endpoint.createdAt(),
                endpoint.oldSecretUntil(),
                secret == null ? null : secret.text(),
                new Links(self(endpoint), URI.create(self(endpoint) + "/deliveries")));
    }

    static URI self(Endpoint endpoint) {
        return URI.create("/v1/webhooks/" + endpoint.id());
    }

    @Override
    public String toString() {
        return "EndpointView[" + id + "]";
    }
}
