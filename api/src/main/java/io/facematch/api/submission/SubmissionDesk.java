package io.facematch.api.submission;

import io.facematch.api.job.Job;
import io.facematch.api.job.Jobs;
import io.facematch.api.job.Owner;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
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

    private final Acceptance acceptance;
    private final Jobs jobs;
    private final Replies replies;
    private final MasterKey masterKey;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final ExecutorService accepting = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("accepting-", 0).factory());

    SubmissionDesk(Acceptance acceptance, Jobs jobs, Replies replies, MasterKey masterKey) {
        this.acceptance = acceptance;
        this.jobs = jobs;
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
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("accepting failed", e.getCause());
        }
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
