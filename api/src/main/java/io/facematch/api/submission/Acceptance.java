package io.facematch.api.submission;

import io.facematch.api.archive.ArchivePair;
import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.Job.Deadlines;
import io.facematch.api.jobs.Job.Draft;
import io.facematch.api.jobs.JobIds;
import io.facematch.api.jobs.JobKind;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.jobs.Owner;
import io.facematch.api.submission.Enqueuing.Order;
import io.facematch.job.JobKeys;
import io.facematch.job.JobKeys.Purpose;
import io.facematch.job.OpenJob;
import io.facematch.job.Pairs;
import io.facematch.job.Pairs.NewPair;
import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.queue.Topology;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A submission becomes a job: stored in one transaction with its keys and its pairs, then enqueued. When this returns,
 * everything needed to finish the job is durable.
 */
@Component
class Acceptance {
    private final Jobs jobs;
    private final JobKeys keys;
    private final MasterKey masterKey;
    private final Enqueuing enqueuing;
    private final SubmissionGate gate;
    private final SubmissionSettings settings;
    private final TransactionOperations transaction;
    private final Pairs pairs;
    private final InstantSource clock;

    Acceptance(
            Jobs jobs,
            JobKeys keys,
            MasterKey masterKey,
            Enqueuing enqueuing,
            SubmissionGate gate,
            SubmissionSettings settings,
            TransactionOperations transaction,
            Pairs pairs,
            InstantSource clock) {
        this.jobs = jobs;
        this.keys = keys;
        this.masterKey = masterKey;
        this.enqueuing = enqueuing;
        this.gate = gate;
        this.settings = settings;
        this.transaction = transaction;
        this.pairs = pairs;
        this.clock = clock;
    }

    UUID newId() {
        return JobIds.next(clock.instant());
    }

    /**
     * Stores and enqueues.
     *
     * @param idempotencyKey digest of the client's key, or null
     * @param replyTo who wants to hear of the outcome, or null
     */
    void accept(
            UUID id, Owner owner, Submission submission, byte @Nullable [] idempotencyKey, @Nullable String replyTo) {
        try (var payloadKey = DataKey.random();
                var labelsKey = DataKey.random()) {
            var job = store(id, owner, submission, idempotencyKey, payloadKey, labelsKey);
            var open = new OpenJob(
                    id,
                    owner.tenant(),
                    owner.client(),
                    submission.surface(),
                    job.operatingPoint(),
                    job.acceptedOn(),
                    payloadKey);
            var lane = job.lane();
            enqueuing.enqueue(
                    new Order(
                            open,
                            payloadKey,
                            lane == null ? Topology.SINGLE : Topology.lane(lane),
                            replyTo,
                            job.expiresAt()),
                    submission);
        }
    }

    private Job store(
            UUID id,
            Owner owner,
            Submission submission,
            byte @Nullable [] idempotencyKey,
            DataKey payloadKey,
            DataKey labelsKey) {
        var bulk = submission instanceof Submission.Bulk archive ? archive : null;
        var draft = new Draft(
                id,
                owner,
                submission.surface(),
                bulk == null ? JobKind.SINGLE : JobKind.BULK,
                bulk == null ? null : gate.emptiestLane(submission.payloadBytes()),
                submission.operatingPoint(),
                submission.total(),
                submission.payloadBytes(),
                bulk == null ? 0 : bulk.archive().ignored(),
                bulk == null ? null : sealedUnpaired(id, owner, bulk.archive().unpaired(), labelsKey),
                idempotencyKey,
                idempotencyKey == null ? null : submission.digest());
        var job = Job.enqueuing(draft, deadlines(submission));
        transaction.executeWithoutResult(status -> {
            jobs.saveAndFlush(job);
            keys.store(id, Purpose.PAYLOAD, payloadKey);
            keys.store(id, Purpose.LABELS, labelsKey);
            pairs.add(id, newPairs(id, owner, submission, labelsKey));
        });
        return job;
    }

    private Deadlines deadlines(Submission submission) {
        var now = clock.instant();
        return new Deadlines(
                now, now.plus(settings.lease()), now.plus(submission.deadline()), now.plus(settings.keepResults()));
    }

    private static byte @Nullable [] sealedUnpaired(UUID id, Owner owner, List<String> unpaired, DataKey labelsKey) {
        return unpaired.isEmpty()
                ? null
                : PayloadCipher.sealNames(
                        labelsKey, SealContext.ofJob(owner.tenant(), id), unpaired.toArray(String[]::new));
    }

    private List<NewPair> newPairs(UUID id, Owner owner, Submission submission, DataKey labelsKey) {
        var subjects = masterKey.digest("subject", owner.tenant());
        return switch (submission) {
            case Submission.Single single -> List.of(new NewPair(0, null, subject(subjects, single.uniqueId())));
            case Submission.Bulk bulk ->
                bulk.pairs().stream()
                        .map(pair -> new NewPair(
                                pair.index(), sealedNames(id, owner, pair, labelsKey), subject(subjects, pair.stem())))
                        .toList();
        };
    }

    private static byte[] sealedNames(UUID id, Owner owner, ArchivePair pair, DataKey labelsKey) {
        return PayloadCipher.sealNames(
                labelsKey,
                new SealContext(owner.tenant(), id, pair.index()),
                pair.stem(),
                pair.image1Path(),
                pair.image2Path());
    }

    private static byte @Nullable [] subject(Mac subjects, @Nullable String id) {
        return id == null || id.isBlank() ? null : subjects.doFinal(id.getBytes(StandardCharsets.UTF_8));
    }
}
