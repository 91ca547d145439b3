package io.facematch.worker.comparison;

import io.facematch.face.FaceReport;
import io.facematch.face.Verification;
import io.facematch.job.OpenJob;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.Models;
import io.facematch.job.Outcome.NotCompared;
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
 * One delivery becomes one outcome: open the seal, verify, decide. What is wrong with the images is part of the outcome. An
 * exception comes from the database ({@link org.springframework.dao.DataAccessException}) or from a job's key that does
 * not open. Safe for use by many threads.
 */
final class ComparisonTask {
    private static final Logger LOG = LoggerFactory.getLogger(ComparisonTask.class);

    private final OpenJobs jobs;
    private final Verifiers verifiers;
    private final Models models;
    private final String worker;
    private final InstantSource clock;

    ComparisonTask(OpenJobs jobs, Verifiers verifiers, Models models, String worker, InstantSource clock) {
        this.jobs = jobs;
        this.verifiers = verifiers;
        this.models = models;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * Empty when no job waits for the outcome: it is over, or the delivery names none.
     *
     * @throws CancellationException when this thread is interrupted; the pair is to be compared by another one
     */
    Optional<Outcome> compare(Delivery delivery) {
        return delivery.pair().flatMap(id -> jobs.find(id.job()).flatMap(job -> compare(id, job, delivery)));
    }

    private Optional<Outcome> compare(PairId id, OpenJob job, Delivery delivery) {
        try (var key = job.payloadKey()) {
            return key == null ? Optional.empty() : compare(id, job, key, delivery);
        }
    }

    /** An outcome for a pair that is given up without being opened. Empty when there is no such job. */
    Optional<Outcome> abandon(Delivery delivery, Reason reason) {
        return delivery.pair()
                .flatMap(id -> jobs.describe(id.job()).map(job -> outcome(id, job, new Fault(reason), null, null)));
    }

    private Optional<Outcome> compare(PairId id, OpenJob job, DataKey key, Delivery delivery) {
        try {
            return Optional.of(outcome(id, job, key, delivery));
        } catch (CancellationException ended) {
            if (Thread.currentThread().isInterrupted()) {
                throw ended;
            }
            return Optional.empty();
        }
    }

    private Outcome outcome(PairId id, OpenJob job, DataKey key, Delivery delivery) {
        var started = clock.instant();
        MDC.put("job", id.job().toString());
        MDC.put("pair", Integer.toString(id.index()));
        try {
            var context = new SealContext(job.tenant(), job.id(), id.index());
            var images = PayloadCipher.openImages(key, context, delivery.sealed());
            var clientWaits = delivery.origin() == Origin.SINGLE;
            var over = new JobWatch(job.id(), jobs, clock);
            var verification = verifiers.verify(images.probe(), images.reference(), clientWaits, over);
            var timings = timings(
                    verification.timings(), delivery.queued(started), Duration.between(started, clock.instant()));
            return outcome(id, job, result(verification, job.operatingPoint()), models, timings);
        } catch (NotOpened e) {
            LOG.error("A sealed pair did not open: altered, or moved from another pair, job or tenant");
            return outcome(id, job, new Fault(Reason.INTEGRITY), null, null);
        } catch (CancellationException ended) {
            throw ended;
        } catch (RuntimeException | StackOverflowError e) {
            // The message may quote what an image holds; its type and place say enough.
            LOG.error("Comparing failed with {} at {}", e.getClass().getName(), origin(e));
            return outcome(id, job, new Fault(Reason.PROCESSING_ERROR), null, null);
        } finally {
            MDC.remove("job");
            MDC.remove("pair");
        }
    }

    private Outcome outcome(
            PairId id, OpenJob job, Result result, @Nullable Models decidedBy, @Nullable Timings timings) {
        return new Outcome(job, id.index(), result, decidedBy, timings, worker, clock.instant());
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
