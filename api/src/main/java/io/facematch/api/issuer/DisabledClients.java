package io.facematch.api.issuer;

import io.facematch.api.token.DeniedClients;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends the tokens of clients that were disabled, and notes what was done to clients. One query serves all requests. */
@Component
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class DisabledClients implements DeniedClients {
    private static final Logger LOG = LoggerFactory.getLogger(DisabledClients.class);

    private final Clients clients;
    private final ClientChanges changes = new ClientChanges();
    private volatile Set<String> disabled = Set.of();

    DisabledClients(Clients clients) {
        this.clients = clients;
    }

    @Override
    public boolean denies(String client) {
        return disabled.contains(client);
    }

    @Scheduled(initialDelay = 0, fixedDelay = 20, timeUnit = TimeUnit.SECONDS)
    void look() {
        try {
            var all = clients.list();
            disabled = all.stream().filter(Client::disabled).map(Client::id).collect(Collectors.toUnmodifiableSet());
            changes.compare(all);
        } catch (DataAccessException e) {
            LOG.warn(
                    "Which clients are disabled is not known anew ({})",
                    e.getClass().getSimpleName());
        }
    }
}
