package io.facematch.api.submission;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.Job.Deadlines;
import io.facematch.api.jobs.Job.NewJob;
import io.facematch.api.jobs.JobKind;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.problem.Problem;
import io.facematch.api.security.Owner;
import io.facematch.api.submission.publishing.KeptArchives;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.job.JobKeys.EpochOver;
import io.facematch.job.Lanes;
import io.facematch.payload.DataKey;
import io.facematch.payload.ImagePair;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stores a submission as a job with its keys and its pairs, in one transaction. Its pairs are published later; a job whose archive
 * is kept is RUNNING at once, since nothing can be lost any more.
 */
@Component
class JobCreation {
    private static final Duration EPOCH_PAUSE = Duration.ofSeconds(1);
    private static final Duration DRAIN_PAUSE = Duration.ofMinutes(1);

    private final Jobs jobs;
    private final JobKeys keys;
    private final NewPairs pairs;
    private final Lanes lanes;
    private final KeptArchives archives;
    private final SubmissionSettings settings;
    private final TransactionOperations transaction;

    JobCreation(
            Jobs jobs,
            JobKeys keys,
            NewPairs pairs,
            Lanes lanes,
            KeptArchives archives,
            SubmissionSettings settings,
            TransactionOperations transaction) {
        this.jobs = jobs;
        this.keys = keys;
        this.pairs = pairs;
        this.lanes = lanes;
        this.archives = archives;
        this.settings = settings;
        this.transaction = transaction;
    }

    /**
     * By what a repeated request is recognized.
     *
     * @param key digest of the client's Idempotency-Key
     * @param body digest of all that was sent
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by Submissions, never as a record
    record Idempotency(byte[] key, byte[] body) {}

    /**
     * Stores the job.
     *
     * @param payloadKey opens the images; stays the caller's to close
     * @throws Problem 503 when no lane has room for the archive
     * @throws org.springframework.dao.DataIntegrityViolationException when another request has the key of {@code
     *     idempotency}
     */
    Job create(
            UUID id,
            Owner owner,
            Submission submission,
            @Nullable Idempotency idempotency,
            DataKey payloadKey,
            Instant now) {
        try (var labelsKey = DataKey.random()) {
            var bulk = submission instanceof Submission.Bulk archive ? archive : null;
            var newJob = new NewJob(
                    id,
                    owner,
                    submission.provenance().surface(),
                    submission.provenance().traceId(),
                    bulk == null ? JobKind.SINGLE : JobKind.BULK,
                    bulk == null ? null : laneFor(bulk),
                    submission.operatingPoint(),
                    submission.total(),
                    submission.payloadBytes(),
                    bulk == null ? 0 : bulk.archive().ignored(),
                    bulk == null
                            ? null
                            : sealedUnpaired(id, owner, bulk.archive().unpaired(), labelsKey),
                    bulk == null ? null : bulk.archive().nameEncoding(),
                    idempotency == null ? null : idempotency.key(),
                    idempotency == null ? null : idempotency.body(),
                    bulk == null ? null : bulk.retryOf());
            var kept = bulk != null && bulk.spooled().isDurable() ? bulk.spooled() : null;
            var deadlines = deadlines(submission, now);
            var job = kept != null ? Job.running(newJob, deadlines) : Job.enqueuing(newJob, deadlines);
            // First of all: neither a transaction nor an epoch of keys should wait for a disk.
            var durable = kept == null ? null : archives.keep(id, kept, payloadKey);
            var wrappedPayload = keys.wrap(Purpose.PAYLOAD, payloadKey);
            var wrappedLabels = keys.wrap(Purpose.LABELS, labelsKey);
            var wrappedArchive = kept != null && settings.retryWithin().isPositive()
                    ? keys.wrap(Purpose.ARCHIVE, kept.spool().key())
                    : null;
            store(job, kept != null && idempotency == null, () -> {
                jobs.saveAndFlush(job);
                keys.store(id, wrappedPayload);
                keys.store(id, wrappedLabels);
                pairs.add(job, submission, labelsKey);
                if (durable != null) {
                    durable.store();
                }
                if (wrappedArchive != null) {
                    keys.store(id, wrappedArchive);
                }
            });
            return job;
        } catch (IOException e) {
            throw Admission.noRoom();
        } catch (EpochOver e) {
            throw Problem.busy("The server was too slow to accept this. Send it again.", EPOCH_PAUSE);
        }
    }

    /**
     * Whether a transaction that failed was committed is not always known. Unlike a job that is enqueued, one whose archive is
     * kept would run.
     *
     * @param isToEnd whether it must not run then, since nobody can be told of it. A client with an Idempotency-Key sends again,
     *     may already have been answered with this job, and must find it
     */
    private void store(Job job, boolean isToEnd, Runnable rows) {
        try {
            transaction.executeWithoutResult(status -> rows.run());
        } catch (RuntimeException e) {
            if (isToEnd) {
                archives.disown(job.getId());
            }
            throw e;
        }
    }

    private int laneFor(Submission.Bulk bulk) {
        var isSmall = bulk.archive().largestPair() + ImagePair.SEAL_BYTES <= Topology.SMALL_PAIR_BYTES;
        var lane = isSmall
                ? lanes.emptiest(0, Topology.SMALL_LANES)
                : lanes.emptiest(Topology.SMALL_LANES, Topology.LANES);
        var bytes = bulk.payloadBytes();
        // An empty lane takes any archive: pairs that do not fit at once are published as the lane drains.
        if (lane.waiting() > 0 && lane.waiting() + bytes > Topology.MAX_QUEUE_BYTES) {
            throw Problem.busy("All lanes are full. Send the archive again later.", DRAIN_PAUSE);
        }
        return lane.number();
    }

    private Deadlines deadlines(Submission submission, Instant now) {
        return new Deadlines(
                now, now.plus(settings.lease()), now.plus(submission.deadline()), now.plus(settings.keepResults()));
    }

    private static byte @Nullable [] sealedUnpaired(UUID id, Owner owner, List<String> unpaired, DataKey labelsKey) {
        return unpaired.isEmpty()
                ? null
                : PayloadCipher.sealNames(
                        labelsKey, SealContext.ofJob(owner.tenant(), id), unpaired.toArray(String[]::new));
    }
}
