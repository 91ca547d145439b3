package io.facematch.api.webhooks.delivery;

import io.facematch.api.webhooks.Deliveries;
import io.facematch.api.webhooks.WebhookSettings;
import jakarta.annotation.PreDestroy;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sends couriers out: each goes to one endpoint, with one event after another. So many go to one endpoint at once, and so many
 * in all, that one that is slow holds up nobody else; one that failed gets a single courier until it succeeds. Several
 * processes may do so at once.
 */
@Component
class Couriers {
    private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);

    /** Then a courier comes back, so that one endpoint does not keep it from those that wait. */
    private static final int MOST_IN_A_ROW = 50;

    private static final int LONGEST_END_SECONDS = 5;

    private final Attempts attempts;
    private final Deliveries deliveries;
    private final Sender sender;
    private final WebhookSettings settings;
    private final InstantSource clock;

    private final Map<UUID, Integer> underWay = new HashMap<>();
    private final Set<UUID> failing = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("webhook-", 0).daemon().factory());
    private boolean failed;
    private volatile boolean isEnding;

    Couriers(Attempts attempts, Deliveries deliveries, Sender sender, WebhookSettings settings, InstantSource clock) {
        this.attempts = attempts;
        this.deliveries = deliveries;
        this.sender = sender;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void sendOut() {
        try {
            for (var due : deliveries.due(settings.atOncePerEndpoint())) {
                for (int courier = 0; courier < due.count() && begin(due.endpoint()); courier++) {
                    threads.execute(() -> run(due.endpoint()));
                }
            }
            failed = false;
        } catch (DataAccessException | TransactionException e) {
            if (!failed) {
                LOG.warn(
                        "Webhooks wait: the database does not answer ({})",
                        e.getClass().getName());
            }
            failed = true;
        }
    }

    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void purge() {
        try {
            var before = clock.instant().minus(settings.keep());
            while (!isEnding && deliveries.purge(before)) {
                LOG.debug("There is more of the log of webhooks that is too old");
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "The log of webhooks can't be shortened now ({})",
                    e.getClass().getName());
        }
    }

    /** Whether one more may go to this endpoint now. */
    private synchronized boolean begin(UUID endpoint) {
        var most = failing.contains(endpoint) ? 1 : settings.atOncePerEndpoint();
        var now = underWay.getOrDefault(endpoint, 0);
        var all = underWay.values().stream().mapToInt(Integer::intValue).sum();
        if (isEnding || now >= most || all >= settings.atOnce()) {
            return false;
        }
        underWay.put(endpoint, now + 1);
        return true;
    }

    private synchronized void end(UUID endpoint) {
        underWay.computeIfPresent(endpoint, (id, now) -> now == 1 ? null : now - 1);
    }

    private void run(UUID endpoint) {
        try {
            for (int attempt = 0; attempt < MOST_IN_A_ROW && !isEnding; attempt++) {
                switch (attempts.next(endpoint)) {
                    case DELIVERED -> failing.remove(endpoint);
                    case FAILED -> {
                        failing.add(endpoint);
                        return;
                    }
                    case NOTHING -> {
                        return;
                    }
                }
            }
        } catch (DataAccessException | TransactionException e) {
            // Its lease ends, and then it is sent again.
            LOG.debug("A webhook waits for the database", e);
        } finally {
            end(endpoint);
        }
    }

    /** What is not delivered by then is delivered by another process, or after the next start. */
    @PreDestroy
    void end() throws InterruptedException {
        isEnding = true;
        threads.shutdown();
        threads.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        sender.close();
    }
}
