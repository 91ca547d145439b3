package io.facematch.worker.comparison;

import io.facematch.face.FaceReport;
import io.facematch.face.Verification;
import io.facematch.job.Face;
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
import io.facematch.payload.PayloadCipher.Place;
import io.facematch.queue.PairMessage;
import io.facematch.verification.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.amqp.core.Message;

/**
 * One message becomes one outcome: open the seal, verify, decide. Whatever the images hold ends as a value; what escapes
 * as an exception is the database's ({@link org.springframework.dao.DataAccessException}). Safe for use by many threads.
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

    /** Empty when nobody waits for the outcome: the job is over, or the message names none. */
    Optional<Outcome> compare(Message message) {
        return PairMessage.idOf(message.getMessageProperties())
                .flatMap(id -> jobs.find(id.job()).flatMap(job -> compare(id, job, message)));
    }

    private Optional<Outcome> compare(PairId id, OpenJob job, Message message) {
        try (var key = job.payloadKey()) {
            return key == null ? Optional.empty() : Optional.of(compare(id, job, key, message));
        }
    }

    /** An outcome for a pair that is given up without looking at it, and without its key. Empty when there is no such job. */
    Optional<Outcome> abandon(Message message, Reason reason) {
        return PairMessage.idOf(message.getMessageProperties())
                .flatMap(id -> jobs.describe(id.job()).map(job -> outcome(id, job, new Fault(reason), null, null)));
    }

    private Outcome compare(PairId id, OpenJob job, DataKey key, Message message) {
        var started = clock.instant();
        var queued = PairMessage.queued(message.getMessageProperties(), started);
        MDC.put("job", id.job().toString());
        MDC.put("pair", Integer.toString(id.index()));
        try {
            var images =
                    PayloadCipher.openImages(key, new Place(job.tenant(), job.id(), id.index()), message.getBody());
            var verification = verifiers.verify(images.probe(), images.reference());
            var total = Duration.between(started, clock.instant());
            return outcome(id, job, result(verification, job), models, timings(verification.timings(), queued, total));
        } catch (NotOpened e) {
            LOG.error("A sealed pair did not open: altered, or moved from another pair, job or tenant");
            return outcome(id, job, new Fault(Reason.INTEGRITY), null, null);
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

    private static Result result(Verification verification, OpenJob job) {
        return switch (verification) {
            case Verification.Compared compared ->
                new Compared(
                        compared.similarity(),
                        compared.cosine(),
                        job.operatingPoint().decide(compared.similarity()),
                        face(compared.probe()),
                        face(compared.reference()));
            case Verification.NotCompared not ->
                new NotCompared(
                        not.probe(),
                        not.reference(),
                        not.probeFace() == null ? null : face(not.probeFace()),
                        not.referenceFace() == null ? null : face(not.referenceFace()));
        };
    }

    private static Face face(FaceReport report) {
        var box = report.box();
        var quality = report.quality();
        return new Face(
                report.width(),
                report.height(),
                new Face.Box(box.x(), box.y(), box.width(), box.height()),
                report.landmarks().points().stream()
                        .map(point -> new Face.Point(point.x(), point.y()))
                        .toList(),
                Math.clamp(report.confidence(), 0, 1), // a network's last layer may round beyond 1
                report.facesFound(),
                report.rotation(),
                report.padding(),
                new Face.Quality(
                        quality.overall(), quality.size(), quality.sharpness(), quality.exposure(), quality.pose()));
    }

    private static Timings timings(Verification.Timings timings, Duration queued, Duration total) {
        return new Timings(queued, timings.decode(), timings.detect(), timings.embed(), total);
    }

    private static Object origin(Throwable e) {
        return e.getStackTrace().length == 0 ? "an unknown place" : e.getStackTrace()[0];
    }
}
