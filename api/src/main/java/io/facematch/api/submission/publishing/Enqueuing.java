package io.facematch.api.submission.publishing;

import io.facematch.api.jobs.Jobs;
import io.facematch.job.OutcomeTransaction;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The state in which a job is while its pairs are published: prolonged, and left for RUNNING. */
@Component
class Enqueuing {
    private final Jobs jobs;
    private final OutcomeTransaction outcomes;
    private final TransactionOperations transaction;

    Enqueuing(Jobs jobs, OutcomeTransaction outcomes, TransactionOperations transaction) {
        this.jobs = jobs;
        this.outcomes = outcomes;
        this.transaction = transaction;
    }

    /** @return false when the lease was lost: the job has been ended */
    boolean renewLease(UUID job, Instant until) {
        return jobs.renewLease(job, until) == 1;
    }

    /**
     * Completes the job, too, when it has all its outcomes already.
     *
     * @return false when the job has been ended
     */
    boolean startRunning(UUID job) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            var changed = jobs.startRunning(job) == 1;
            if (changed) {
                outcomes.completeIfDone(Set.of(job));
            }
            return changed;
        }));
    }
}
