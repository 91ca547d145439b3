package io.facematch.api.submission;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobEndings;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.job.JobState;
import io.facematch.payload.MasterKey;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * The use case of a submission: seen before? accept; wait if asked to. Accepting runs on a thread of its own, since the
 * broker may hold a publisher for long and must not hold a request's thread with it.
 */
@Component
class SubmissionDesk {
    /** Each holds a request's thread, of which there are 64; whoever finds no place polls instead. */
    private static final int MOST_WAITING = 32;

    private static final Duration CROWD_PAUSE = Duration.ofSeconds(1);

    private final Acceptance acceptance;
    private final Jobs jobs;
    private final JobEndings endings;
    private final Replies replies;
    private final MasterKey masterKey;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final ExecutorService accepting = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("accepting-", 0).factory());

    SubmissionDesk(Acceptance acceptance, Jobs jobs, JobEndings endings, Replies replies, MasterKey masterKey) {
        this.acceptance = acceptance;
        this.jobs = jobs;
        this.endings = endings;
        this.replies = replies;
        this.masterKey = masterKey;
    }

    /** @param replayed the same request was answered before, with this job */
    record Receipt(Job job, boolean replayed) {}

    /**
     * Returns when the job is accepted, and, if it is over by then, within {@code wait} of it.
     *
     * @param idempotencyKey the client's own, or null
     */
    Receipt submit(Owner owner, Submission submission, @Nullable String idempotencyKey, Duration wait)
            throws InterruptedException {
        var key = idempotencyKey == null ? null : digest(owner, idempotencyKey);
        var before = key == null ? Optional.<Job>empty() : jobs.findByTenantAndIdempotencyKey(owner.tenant(), key);
        if (before.isPresent()) {
            return replay(before.get(), submission);
        }
        var id = acceptance.newId();
        if (wait.isZero() || !waiting.tryAcquire()) {
            accept(id, owner, submission, key, null);
            return new Receipt(find(owner, id), false);
        }
        try (var waiter = replies.waiter(id)) {
            accept(id, owner, submission, key, replies.queue());
            if (!find(owner, id).state().isOver()) {
                waiter.await(wait);
            }
            return new Receipt(find(owner, id), false);
        } finally {
            waiting.release();
        }
    }

    /**
     * Returns with a completed job. A job that is not over in time is given up: the client hears 503, and what waits in
     * the queue can't be opened any more.
     */
    Job answer(Owner owner, Submission.Single pair, Duration within) throws InterruptedException {
        if (!waiting.tryAcquire()) {
            throw Problem.busy("Too many clients wait for their outcome now. Send it again.", CROWD_PAUSE);
        }
        var id = acceptance.newId();
        try (var waiter = replies.waiter(id)) {
            var until = System.nanoTime() + within.toNanos();
            acceptInTime(id, owner, pair, within);
            if (!find(owner, id).state().isOver()) {
                waiter.await(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            }
            endings.cancel(id); // changes nothing when the outcome is there
            var job = find(owner, id);
            if (job.state() != JobState.COMPLETED) {
                throw tooLate();
            }
            return job;
        } finally {
            waiting.release();
        }
    }

    private void acceptInTime(UUID id, Owner owner, Submission pair, Duration within) throws InterruptedException {
        var gaveUp = new AtomicBoolean();
        var accepted = accepting.submit(() -> {
            acceptance.accept(id, owner, pair, null, replies.queue());
            if (gaveUp.get()) {
                endings.cancel(id);
            }
        });
        try {
            accepted.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            gaveUp.set(true); // for a job that is not stored yet
            if (!endings.fail(id, "not accepted in time")) {
                endings.cancel(id);
            }
            throw tooLate();
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    static Problem tooLate() {
        return Problem.busy("There was no outcome in time, and there will be none. Send it again.", CROWD_PAUSE);
    }

    private static Receipt replay(Job job, Submission submission) {
        if (job.state() == JobState.ENQUEUING) {
            throw inFlight();
        }
        if (!MessageDigest.isEqual(job.bodyDigest(), submission.digest())) {
            throw new Problem(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key came with another body before. Use a new key for a new request.");
        }
        return new Receipt(job, true);
    }

    private void accept(UUID id, Owner owner, Submission submission, byte @Nullable [] key, @Nullable String replyTo)
            throws InterruptedException {
        try {
            accepting
                    .submit(() -> acceptance.accept(id, owner, submission, key, replyTo))
                    .get();
        } catch (ExecutionException e) {
            if (key != null && e.getCause() instanceof DataIntegrityViolationException) {
                throw inFlight();
            }
            throw cause(e);
        }
    }

    private static RuntimeException cause(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException("accepting failed", e.getCause());
    }

    private Job find(Owner owner, UUID id) {
        return jobs.findByTenantAndId(owner.tenant(), id).orElseThrow(Problem::unknownJob);
    }

    private byte[] digest(Owner owner, String idempotencyKey) {
        return masterKey.digest("idempotency", owner.tenant()).doFinal(idempotencyKey.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem inFlight() {
        return Problem.retryLater(
                ProblemCode.IDEMPOTENCY_KEY_IN_USE,
                "A request with this Idempotency-Key is being accepted right now.",
                Duration.ofSeconds(1));
    }

    @PreDestroy
    void close() {
        accepting.close();
    }
}
