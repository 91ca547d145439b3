package io.facematch.worker.comparison;

import io.facematch.epoch.EpochKeys.KeyLost;
import io.facematch.face.FaceReport;
import io.facematch.face.Verification;
import io.facematch.job.OpenJob;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.Models;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Photos;
import io.facematch.job.Outcome.Result;
import io.facematch.job.Outcome.Timings;
import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import io.facematch.queue.Delivery;
import io.facematch.queue.Delivery.Origin;
import io.facematch.verification.Face;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One genuine delivery becomes one outcome: open the seal, verify, decide. What is wrong with the images is part of the outcome. An
 * exception comes from the database ({@link org.springframework.dao.DataAccessException}) or from a job's key that does
 * not open. Safe for use by many threads.
 */
final class ComparisonTask {
    private static final Logger LOG = LoggerFactory.getLogger(ComparisonTask.class);

    private final OpenJobs jobs;
    private final PhotoKeys photoKeys;
    private final Verifiers verifiers;
    private final Models models;
    private final String worker;
    private final ForgedMessages forged;
    private final InstantSource clock;

    ComparisonTask(
            OpenJobs jobs,
            PhotoKeys photoKeys,
            Verifiers verifiers,
            Models models,
            String worker,
            ForgedMessages forged,
            InstantSource clock) {
        this.jobs = jobs;
        this.photoKeys = photoKeys;
        this.verifiers = verifiers;
        this.models = models;
        this.worker = worker;
        this.forged = forged;
        this.clock = clock;
    }

    /**
     * The job that waits for this delivery, with its key, to be closed by the caller. Empty when there is none, when it is
     * over, or when the delivery was not published by who has the job's key: then it counts for nothing.
     *
     * @throws KeyLost if the job's key is lost
     */
    Optional<Waiting> jobOf(Delivery delivery) {
        var id = delivery.pair().orElse(null);
        if (id == null) {
            forged.drop();
            return Optional.empty();
        }
        var job = jobs.find(id.job()).orElse(null);
        if (job == null) {
            forged.drop();
            return Optional.empty();
        }
        var key = job.payloadKey();
        if (key == null) {
            return Optional.empty();
        }
        var fromTheBroker = delivery.origin() != Origin.DEAD || delivery.handedOver();
        if (!fromTheBroker || !delivery.isGenuine(key, job.tenant())) {
            key.close();
            forged.drop();
            return Optional.empty();
        }
        return Optional.of(new Waiting(id, job, key));
    }

    /** A pair whose job waits for its outcome. */
    record Waiting(PairId id, OpenJob job, DataKey key) implements AutoCloseable {
        @Override
        public void close() {
            key.close();
        }
    }

    /**
     * Empty when no outcome is to be stored: the job ended meanwhile, or the body is not what was published.
     *
     * @throws CancellationException when this thread is interrupted; the pair is to be compared by another one
     */
    Optional<Outcome> compare(Delivery delivery, Waiting waiting) {
        try {
            return Optional.of(outcome(waiting.id(), waiting.job(), waiting.key(), delivery));
        } catch (NotOpened e) {
            // If it is really the one of this pair, damaged, then the job's deadline tells the client.
            forged.drop();
            return Optional.empty();
        } catch (CancellationException ended) {
            if (Thread.currentThread().isInterrupted()) {
                throw ended;
            }
            return Optional.empty();
        }
    }

    /** An outcome for a pair that is given up without being opened. */
    Outcome abandon(Waiting waiting, Reason reason) {
        return outcome(waiting.id(), waiting.job(), new Fault(reason), Photos.UNKNOWN, null, null);
    }

    /** An outcome for a pair that nobody can open any more. Empty when there is no such job. */
    Optional<Outcome> keyLost(Delivery delivery) {
        return delivery.pair()
                .flatMap(id -> jobs.describe(id.job())
                        .map(job -> outcome(id, job, new Fault(Reason.KEY_LOST), Photos.UNKNOWN, null, null)));
    }

    private Outcome outcome(PairId id, OpenJob job, DataKey key, Delivery delivery) throws NotOpened {
        var started = clock.instant();
        // Before the photos are opened: who waits for the database holds none.
        var photoKey = photoKeys.of(job.tenant());
        var photos = Photos.UNKNOWN;
        MDC.put("job", id.job().toString());
        MDC.put("pair", Integer.toString(id.index()));
        try {
            var context = new SealContext(job.tenant(), job.id(), id.index());
            var images = PayloadCipher.openImages(key, context, delivery.sealed());
            photos = PhotoFacts.before(images, photoKey);
            var clientWaits = delivery.origin() == Origin.SINGLE;
            var over = new JobWatch(job.id(), jobs, clock);
            var verification = verifiers.verify(images.probe(), images.reference(), clientWaits, over);
            var timings = timings(
                    verification.timings(), delivery.queued(started), Duration.between(started, clock.instant()));
            return outcome(
                    id,
                    job,
                    result(verification, job.operatingPoint()),
                    PhotoFacts.after(photos, verification),
                    models,
                    timings);
        } catch (CancellationException ended) {
            throw ended;
        } catch (RuntimeException | StackOverflowError e) {
            // The message may quote what an image holds; its type and place say enough.
            LOG.error("Comparing failed with {} at {}", e.getClass().getName(), origin(e));
            return outcome(id, job, new Fault(Reason.PROCESSING_ERROR), photos, null, null);
        } finally {
            MDC.remove("job");
            MDC.remove("pair");
        }
    }

    private Outcome outcome(
            PairId id,
            OpenJob job,
            Result result,
            Photos photos,
            @Nullable Models decidedBy,
            @Nullable Timings timings) {
        return new Outcome(job, id.index(), result, photos, decidedBy, timings, worker, clock.instant());
    }

    private static Result result(Verification verification, OperatingPoint point) {
        return switch (verification) {
            case Verification.Compared compared ->
                new Compared(
                        compared.similarity(),
                        compared.cosine(),
                        point.decide(compared.similarity()),
                        compared.probe().face(),
                        compared.reference().face());
            case Verification.NotCompared not ->
                new NotCompared(not.probe(), not.reference(), face(not.probeFace()), face(not.referenceFace()));
        };
    }

    private static @Nullable Face face(@Nullable FaceReport report) {
        return report == null ? null : report.face();
    }

    private static Timings timings(Verification.Timings timings, Duration queued, Duration total) {
        return new Timings(queued, timings.decode(), timings.detect(), timings.embed(), total);
    }

    private static Object origin(Throwable e) {
        return e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0];
    }
}
