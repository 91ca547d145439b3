package io.facematch.worker.comparison;

import io.facematch.job.Outcome;
import io.facematch.job.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What happens when the database is away: hold what is done and try again, for minutes. Giving messages back instead
 * would have the broker deliver them again at once, and burn their delivery limit within a second.
 */
final class OutcomeStore {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeStore.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Outcomes outcomes;
    private final Duration patience;

    OutcomeStore(Outcomes outcomes, Duration patience) {
        this.outcomes = outcomes;
        this.patience = patience;
    }

    /** Returns when the outcomes are durable. */
    void write(List<Outcome> batch) throws TransientFault {
        if (!batch.isEmpty()) {
            patiently(() -> outcomes.write(batch));
        }
    }

    /** Does something with the database, again and again while that is away. It must bear being done twice. */
    <T> T patiently(Supplier<T> work) throws TransientFault {
        var deadline = System.nanoTime() + patience.toNanos();
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                return work.get();
            } catch (DataAccessException | TransactionException e) {
                if (System.nanoTime() > deadline) {
                    throw new TransientFault("the database did not answer for " + patience, e);
                }
                LOG.warn(
                        "The database does not answer ({}); trying again in {}",
                        e.getClass().getSimpleName(),
                        pause);
                sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private static void sleep(Duration pause) throws TransientFault {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the worker is shutting down", e);
        }
    }
}
