package io.facematch.api.audit.stream;

import io.micrometer.core.instrument.Gauge;
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
    private volatile int held;
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
        held = stream.held();
        var isLate = lag.compareTo(LATE) > 0;
        if (isLate && !late) {
            LOG.warn(
                    held > 0
                            ? "The audit log is {} behind outcomes and accesses: that of a tenant is damaged, and waits"
                            : "The audit log is {} behind outcomes and accesses. If that grows, look for a transaction in the"
                                    + " database that stays open",
                    lag);
        }
        late = isLate;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder("facematch.audit.lag", () -> lag.toMillis(), TimeUnit.MILLISECONDS)
                .description("how long the oldest outcome or access has waited that is not in its tenant's log yet")
                .register(registry);
        Gauge.builder("facematch.audit.held", () -> held)
                .description("tenants whose log is damaged, so that it is not carried on")
                .register(registry);
    }
}
