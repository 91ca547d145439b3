package io.facematch.worker.engine;

import io.facematch.face.ModelsInUse;
import io.facematch.job.ModelUse;
import io.facematch.job.ModelUses;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Records which models this worker compares with: before its first pair, every minute, and after its last. When the
 * database does not answer, the worker goes on; the next record tells since when the models are in use.
 */
final class ModelRegistration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRegistration.class);

    private final ModelUses uses;
    private final ModelsInUse models;
    private final InstantSource clock;
    private final Instant since;

    ModelRegistration(ModelUses uses, ModelsInUse models, InstantSource clock) {
        this.uses = uses;
        this.models = models;
        this.clock = clock;
        since = clock.instant();
        renew();
    }

    @Scheduled(
            initialDelay = ModelUse.RENEWED_EVERY_SECONDS,
            fixedDelay = ModelUse.RENEWED_EVERY_SECONDS,
            timeUnit = TimeUnit.SECONDS)
    void renew() {
        try {
            uses.record(new ModelUse(
                    models.embedder(),
                    models.embedderSha256(),
                    models.embedderModel().cardSha256(),
                    models.detector(),
                    models.detectorSha256(),
                    models.detectorModel().cardSha256(),
                    models.calibration(),
                    models.deciding().sha256(),
                    models.calibratedWithThisDetector(),
                    since,
                    clock.instant()));
        } catch (DataAccessException e) {
            LOG.warn(
                    "The models in use could not be recorded ({}); trying again in {} seconds",
                    e.getClass().getSimpleName(),
                    ModelUse.RENEWED_EVERY_SECONDS);
        }
    }

    @Override
    public void close() {
        renew();
    }
}
