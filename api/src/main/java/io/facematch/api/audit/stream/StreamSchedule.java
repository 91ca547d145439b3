package io.facematch.api.audit.stream;

import io.facematch.transparency.tile.DamagedTiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Lets this process follow outcomes and accesses whenever no other one does, and says how far it is behind. */
@Component
class StreamSchedule implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSchedule.class);
    private static final Duration LATE = Duration.ofMinutes(1);

    private final OutcomeStream stream;
    private volatile Duration lag = Duration.ZERO;
    private boolean late;
    private boolean failed;

    StreamSchedule(OutcomeStream stream) {
        this.stream = stream;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void follow() {
        try {
            while (stream.follow()) {
                measure();
            }
            measure();
            failed = false;
        } catch (DataAccessException | TransactionException e) {
            tellOnce(() -> LOG.warn(
                    "The audit log waits: the database does not answer ({})",
                    e.getClass().getName()));
        } catch (DamagedTiles e) {
            tellOnce(() -> LOG.error(
                    "The audit log waits: that of a tenant was changed in the database, and is not carried on."
                            + " Which one, './facematch audit verify' tells ({})",
                    e.getMessage()));
        }
    }

    /** It is tried every second. */
    private void tellOnce(Runnable tell) {
        if (!failed) {
            tell.run();
        }
        failed = true;
    }

    private void measure() {
        lag = stream.lag();
        var isLate = lag.compareTo(LATE) > 0;
        if (isLate && !late) {
            LOG.warn(
                    "The audit log is {} behind outcomes and accesses. If that grows, look for a transaction in the database that"
                            + " stays open",
                    lag);
        }
        late = isLate;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder("facematch.audit.lag", () -> lag.toMillis(), TimeUnit.MILLISECONDS)
                .description("how long the oldest outcome or access has waited that is not in its tenant's log yet")
                .register(registry);
    }
}
