package io.facematch.api.submission;

import io.facematch.api.form.Pair;
import io.facematch.api.jobs.IdempotencyKey;
import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobEndings;
import io.facematch.api.jobs.JobIds;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.jobs.OwnedJobs;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.submission.JobCreation.Idempotency;
import io.facematch.api.submission.publishing.PairPublishing;
import io.facematch.api.submission.publishing.Publishing;
import io.facematch.job.JobState;
import io.facematch.payload.DataKey;
import io.facematch.payload.DigestKey;
import io.facematch.verification.OperatingPoint;
import jakarta.annotation.PreDestroy;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * The use case of a submission: answer a repetition with the first job; otherwise create a job, publish its pairs, and
 * wait for the outcome if the client asks for that.
 *
 * <p>Unless an archive is kept, publishing holds the request's thread for as long as the broker holds the publisher. Only a
 * request whose answer is due by a deadline publishes on another thread, so that the client gets its answer in time.
 */
@Component
public class Submissions {
    /** Each holds one of the 64 places for requests. A client that finds no place must poll. */
    private static final int MOST_WAITING = 32;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final JobCreation creation;
    private final PairPublishing publishing;
    private final Jobs jobs;
    private final JobEndings endings;
    private final Replies replies;
    private final DigestKey digestKey;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final ExecutorService creating = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("creating-", 0).factory());

    Submissions(
            JobCreation creation,
            PairPublishing publishing,
            Jobs jobs,
            JobEndings endings,
            Replies replies,
            DigestKey digestKey,
            InstantSource clock) {
        this.creation = creation;
        this.publishing = publishing;
        this.jobs = jobs;
        this.endings = endings;
        this.replies = replies;
        this.digestKey = digestKey;
        this.clock = clock;
    }

    /** @param replayed the same request was answered before, with this job */
    record Submitted(Job job, boolean replayed) {}

    /**
     * Returns when the pairs are published or their archive is kept, or when the outcome is there within {@code wait}.
     *
     * @param idempotencyKey the client's own, or null
     */
    Submitted submit(Owner owner, Submission submission, @Nullable String idempotencyKey, Duration wait)
            throws InterruptedException {
        var idempotency = idempotencyKey == null ? null : idempotency(owner, submission, idempotencyKey);
        if (idempotency != null) {
            var before = jobs.findByTenantAndIdempotencyKey(owner.tenant(), idempotency.key());
            if (before.isPresent()) {
                return replay(owner, before.get(), idempotency);
            }
        }
        var id = newId();
        if (wait.isZero() || !places.tryAcquire()) {
            create(id, owner, submission, idempotency, null);
        } else {
            createAndWait(id, wait, replyTo -> create(id, owner, submission, idempotency, replyTo));
        }
        // Read again: workers may have counted outcomes meanwhile.
        return new Submitted(jobs.findByTenantAndId(owner.tenant(), id).orElseThrow(Problem::unknownJob), false);
    }

    /**
     * Returns a job with its outcome. A job without outcome in time is given up: the client gets a 503, and the pair in
     * the queue can't be opened any more.
     *
     * @param pair with its reference
     */
    public Job answer(Owner owner, Provenance provenance, Pair pair, Duration within) throws InterruptedException {
        if (!places.tryAcquire()) {
            throw Problem.busy("Too many clients wait for their outcome now. Send it again.", PAUSE);
        }
        var submission = new Submission.Single(provenance, pair, OperatingPoint.DEFAULT, within, () -> {});
        var id = newId();
        var waited = createAndWait(
                id, within, replyTo -> createInTime(id, within, () -> create(id, owner, submission, null, replyTo)));
        if (!waited.replied() && endings.cancel(id)) {
            throw tooLate();
        }
        return waited.job();
    }

    /** There is no outcome, and there will be none. */
    public static Problem tooLate() {
        return Problem.busy("There was no outcome in time, and there will be none. Send it again.", PAUSE);
    }

    private UUID newId() {
        return JobIds.next(clock.instant());
    }

    private interface Creation {
        Job create(String replyTo) throws InterruptedException;
    }

    private record Waited(Job job, boolean replied) {}

    /** Takes a place that was acquired, and gives it back. */
    private Waited createAndWait(UUID id, Duration atMost, Creation job) throws InterruptedException {
        var until = System.nanoTime() + atMost.toNanos();
        // Before the job is published, so that no reply is missed.
        try (var waiter = replies.waiter(id)) {
            var created = job.create(replies.queue());
            return new Waited(created, waiter.await(Duration.ofNanos(until - System.nanoTime())));
        } finally {
            places.release();
        }
    }

    private Job create(
            UUID id, Owner owner, Submission submission, @Nullable Idempotency idempotency, @Nullable String replyTo) {
        try (var key = DataKey.random()) {
            var job = creation.create(id, owner, submission, idempotency, key, clock.instant());
            publish(job, submission, key, replyTo);
            return job;
        } catch (DataIntegrityViolationException e) {
            if (idempotency == null) {
                throw e;
            }
            throw inFlight();
        }
    }

    private void publish(Job job, Submission submission, DataKey key, @Nullable String replyTo) {
        var pairs = Publishing.of(job, submission.provenance().surface(), key, replyTo);
        switch (submission) {
            case Submission.Single single -> publishing.publish(pairs, single.images());
            case Submission.Bulk bulk -> publishing.publish(pairs, bulk.spooled());
        }
    }

    private Job createInTime(UUID id, Duration within, Supplier<Job> job) throws InterruptedException {
        var gaveUp = new AtomicBoolean();
        var created = creating.submit(() -> {
            var done = job.get();
            if (gaveUp.get()) {
                endings.cancel(id);
            }
            return done;
        });
        try {
            return created.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            gaveUp.set(true); // for a job that is not stored yet
            if (!endings.fail(id, "not accepted in time")) {
                endings.cancel(id);
            }
            throw tooLate();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a job could not be created", e.getCause());
        }
    }

    private Idempotency idempotency(Owner owner, Submission submission, String key) {
        return new Idempotency(
                IdempotencyKey.digest(key, owner.tenant(), digestKey),
                submission.digest(digestKey.digest("submission", owner.tenant())));
    }

    private static Submitted replay(Owner owner, Job job, Idempotency idempotency) {
        if (!OwnedJobs.isVisible(owner, job)) {
            throw keyReused();
        }
        if (job.state() == JobState.ENQUEUING) {
            throw inFlight();
        }
        if (!MessageDigest.isEqual(job.bodyDigest(), idempotency.body())) {
            throw keyReused();
        }
        return new Submitted(job, true);
    }

    private static Problem keyReused() {
        return new Problem(
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                "This Idempotency-Key came with another request before. Use a new key for a new request.");
    }

    private static Problem inFlight() {
        return Problem.retryLater(
                ProblemCode.IDEMPOTENCY_KEY_IN_USE,
                "A request with this Idempotency-Key is being accepted right now.",
                Duration.ofSeconds(1));
    }

    @PreDestroy
    void close() {
        creating.close();
    }
}
