package io.facematch.api.issuer;

import io.facematch.api.token.DeniedClients;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends the tokens of clients that were disabled. One query now and then serves all requests. */
@Component
@ConditionalOnBooleanProperty("facematch.issuer.enabled")
class DisabledClients implements DeniedClients {
    private static final Logger LOG = LoggerFactory.getLogger(DisabledClients.class);

    private final Clients clients;
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
            disabled = clients.disabled();
        } catch (DataAccessException e) {
            LOG.warn("Which clients are disabled is not known anew ({})", e.getClass().getSimpleName());
        }
    }
}
