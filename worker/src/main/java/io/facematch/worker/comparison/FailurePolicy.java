package io.facematch.worker.comparison;

import io.facematch.job.PairId;
import io.facematch.queue.Delivery;
import io.facematch.queue.Delivery.Origin;
import io.facematch.verification.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What happens to a pair that was delivered before, that ended its worker, that the broker gave up on, or that can't be
 * dealt with because of a defect or because the database is away. Every pair that its job waits for gets an outcome.
 *
 * @param attempts how often a suspect pair is compared before it is given up
 * @param patience how long a worker waits for a database that is away. If it gave messages back, the broker would deliver
 *     them again at once, and use up their delivery limit within a second
 */
record FailurePolicy(int attempts, Duration patience) {
    static final FailurePolicy DEFAULT = new FailurePolicy(2, Duration.ofMinutes(10));

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** What to do with a delivery. */
    sealed interface Step {}

    /** Acknowledge it without an outcome: no job has such a pair. */
    record Drop() implements Step {}

    /** Compare it. */
    record Compare() implements Step {}

    /** Record that this attempt begins, then compare it. */
    record Attempt(int number) implements Step {}

    /** Move it, sealed as it is, to the suspect queue: if it ends its worker there, no other pair is lost with it. */
    record SetAside() implements Step {}

    /** Store this reason as its outcome, without opening it. */
    record GiveUp(Reason reason) implements Step {}

    /**
     * The step for a genuine delivery whose job waits for it. That the broker gave up on a pair is no reason to do the same:
     * it is compared with the care that suspects get.
     *
     * @param attempts how often the suspect queue began to compare a pair before; empty when there is no such pair. Asked
     *     for suspects only
     */
    Step step(Delivery delivery, Instant now, Function<PairId, Optional<Integer>> attempts) {
        return switch (delivery.origin()) {
            case LANE, SINGLE -> delivery.redelivered() ? new SetAside() : new Compare();
            case SUSPECT ->
                attempts.apply(delivery.pair().orElseThrow()).map(this::next).orElseGet(Drop::new);
            case DEAD -> delivery.isOverdue(now) ? new GiveUp(Reason.DEADLINE_PASSED) : new SetAside();
        };
    }

    private Step next(int before) {
        return before < attempts ? new Attempt(before + 1) : new GiveUp(Reason.PROCESSING_CRASH);
    }

    /**
     * Whether a delivery whose step threw this is set aside. If not, it goes back to the broker, like everything when the
     * database was away for longer than {@link #patience}.
     */
    boolean setsAside(Delivery delivery, RuntimeException failure) {
        var isOfWork = delivery.origin() == Origin.LANE || delivery.origin() == Origin.SINGLE;
        return isOfWork && !isOfDatabase(failure);
    }

    /** How often to repeat what the database did not do. Doing it twice must be the same as doing it once. */
    RetryPolicy whileDatabaseIsAway() {
        return RetryPolicy.builder()
                .predicate(FailurePolicy::isOfDatabase)
                .delay(FIRST_PAUSE)
                .multiplier(2)
                .maxDelay(LONGEST_PAUSE)
                .maxRetries(Long.MAX_VALUE)
                .timeout(patience)
                .build();
    }

    private static boolean isOfDatabase(Throwable failure) {
        return failure instanceof DataAccessException || failure instanceof TransactionException;
    }
}
