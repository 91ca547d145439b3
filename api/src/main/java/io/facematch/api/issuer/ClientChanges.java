package io.facematch.api.issuer;

import io.facematch.api.securitylog.SecurityEvent;
import io.facematch.api.securitylog.SecurityLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was done to clients since the last look, by whatever program, and writes it down. Not synchronized.
 */
final class ClientChanges {
    private @Nullable Map<String, Client> known;

    void compare(List<Client> clients) {
        var before = known;
        var now = new HashMap<String, Client>();
        clients.forEach(client -> now.put(client.id(), client));
        known = now;
        if (before != null) {
            clients.forEach(client -> tell(before.get(client.id()), client));
        }
    }

    private static void tell(@Nullable Client before, Client client) {
        if (before == null) {
            record(SecurityEvent.CLIENT_ADDED, client);
            return;
        }
        if (!Objects.equals(before.rotatedAt(), client.rotatedAt())) {
            record(SecurityEvent.CLIENT_CHANGED_SECRET, client);
        }
        if (before.disabled() != client.disabled()) {
            record(client.disabled() ? SecurityEvent.CLIENT_DISABLED : SecurityEvent.CLIENT_ENABLED, client);
        }
    }

    private static void record(SecurityEvent event, Client client) {
        SecurityLog.record(event, "tenant", client.tenant(), "client", client.id());
    }
}
