package io.facematch.api.audit.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Lets this process follow outcomes and accesses whenever no other one does, and says how far it is behind. */
@Component
class StreamSchedule implements MeterBinder, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSchedule.class);
    private static final Duration LATE = Duration.ofMinutes(1);

    /** A batch that goes on for longer is broken off with its connection, which loses nothing. */
    private static final Duration LONGEST_BATCH_AT_END = Duration.ofSeconds(10);

    private final OutcomeStream stream;
    private volatile Duration lag = Duration.ZERO;
    private volatile int held;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean running;
    private boolean late;
    private boolean failed;

    StreamSchedule(OutcomeStream stream) {
        this.stream = stream;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void follow() {
        turn.lock();
        try {
            while (running && stream.follow()) {
                measure();
            }
            if (running) {
                measure();
            }
            failed = false;
        } catch (DataAccessException | TransactionException e) {
            tellOnce(() -> LOG.warn(
                    "The audit log waits: the database does not answer ({})",
                    e.getClass().getName()));
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Lets a batch end, while there is a database. */
    @Override
    public void stop() {
        running = false;
        try {
            if (turn.tryLock(LONGEST_BATCH_AT_END.toMillis(), TimeUnit.MILLISECONDS)) {
                turn.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
                            ? "The audit log is {} minutes behind outcomes and accesses: that of a tenant is damaged, and waits"
                            : "The audit log is {} minutes behind outcomes and accesses. If that grows, look for a transaction in the"
                                    + " database that stays open",
                    lag.toMinutes());
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
