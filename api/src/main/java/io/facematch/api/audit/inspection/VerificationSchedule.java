package io.facematch.api.audit.inspection;

import io.facematch.api.audit.inspection.Verifications.By;
import io.facematch.api.audit.integrity.Finding;
import io.facematch.api.audit.integrity.LogVerification;
import io.facematch.api.audit.integrity.Progress;
import io.facematch.api.audit.integrity.Trust;
import io.facematch.api.audit.integrity.Verdict.Status;
import io.facematch.api.audit.log.LogKeys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Has all outcomes held against the logs once a day, by one thread of one process. */
@Component
public class VerificationSchedule implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationSchedule.class);
    private static final Duration RENEWED_AFTER = Duration.ofMinutes(1);

    private final VerificationSettings settings;
    private final VerificationTurn turn;
    private final Verifications verifications;
    private final DataSource database;
    private final LogKeys keys;
    private final InstantSource clock;
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private volatile long altered;

    VerificationSchedule(
            VerificationSettings settings,
            VerificationTurn turn,
            Verifications verifications,
            DataSource database,
            LogKeys keys,
            InstantSource clock) {
        this.settings = settings;
        this.turn = turn;
        this.verifications = verifications;
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void look() {
        try {
            altered = verifications.altered();
            var now = clock.instant().atOffset(ZoneOffset.UTC);
            var isTime = settings.time()
                    .filter(time -> !now.toLocalTime().isBefore(time))
                    .isPresent();
            if (isTime && !isRunning.get() && turn.take(now.toLocalDate())) {
                begin(now.toLocalDate());
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("A verification waits for the database", e);
        }
    }

    private void begin(LocalDate day) {
        isRunning.set(true);
        var thread = Thread.ofPlatform().name("verification").daemon();
        thread.start(() -> {
            try {
                verify(day);
            } finally {
                isRunning.set(false);
            }
        });
    }

    /**
     * All tenants, whoever's turn it is.
     *
     * @param day whose turn ends with it
     */
    public void verify(LocalDate day) {
        try {
            var trust = new Trust(keys.origin(), keys::verifiersNamed, List.of());
            var verdicts = new LogVerification(database, trust, 1).verify(Optional.empty(), renewing(day));
            verifications.record(verdicts, By.SCHEDULE);
            turn.end(day);
            altered = verifications.altered();
            for (var verdict : verdicts) {
                if (verdict.status() == Status.ALTERED) {
                    LOG.error(
                            "The outcomes of a tenant are not what was entered: {}. './facematch audit verify' tells all of it",
                            verdict.firstFinding().map(Finding::inWords).orElse(""));
                }
            }
        } catch (SQLException | DataAccessException | TransactionException e) {
            LOG.warn(
                    "A verification broke off, and is begun again in an hour ({})",
                    e.getClass().getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A verification failed ({})", e.getClass().getName(), e);
        }
    }

    private Progress renewing(LocalDate day) {
        var last = new long[] {System.nanoTime()};
        return (rows, total) -> {
            if (System.nanoTime() - last[0] > RENEWED_AFTER.toNanos()) {
                last[0] = System.nanoTime();
                turn.renew(day);
            }
        };
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("facematch.audit.altered", () -> altered)
                .description(
                        "tenants whose outcomes were not what was entered, when they were last held against the log")
                .register(registry);
    }
}
