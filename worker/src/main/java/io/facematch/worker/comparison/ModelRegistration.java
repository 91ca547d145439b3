package io.facematch.worker.comparison;

import io.facematch.face.ModelsInUse;
import io.facematch.job.ModelUse;
import io.facematch.job.ModelUses;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Puts on record which models this worker compares with: before its first pair, every minute, and after its last. A
 * database that can't take it now holds nobody up; then the next time tells since when.
 */
final class ModelRegistration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRegistration.class);

    private final ModelUses uses;
    private final ModelsInUse models;
    private final InstantSource clock;
    private final Instant since;
    private final ScheduledThreadPoolExecutor timer;
    private final ScheduledFuture<?> renewal;

    ModelRegistration(ModelUses uses, ModelsInUse models, InstantSource clock) {
        this.uses = uses;
        this.models = models;
        this.clock = clock;
        since = clock.instant();
        renew();
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("model-registration").factory());
        var pause = ModelUse.RENEWED_EVERY.toSeconds();
        renewal = timer.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.SECONDS);
    }

    void renew() {
        try {
            uses.record(new ModelUse(
                    models.embedder(),
                    models.embedderSha256(),
                    models.detector(),
                    models.detectorSha256(),
                    models.calibration(),
                    since,
                    clock.instant()));
        } catch (DataAccessException e) {
            LOG.warn(
                    "Which models compare could not be recorded ({}); trying again in {}",
                    e.getClass().getSimpleName(),
                    ModelUse.RENEWED_EVERY);
        }
    }

    @Override
    public void close() {
        renewal.cancel(false);
        timer.shutdown();
        renew();
    }
}
