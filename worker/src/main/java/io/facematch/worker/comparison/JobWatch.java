package io.facematch.worker.comparison;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Whether a job ended while one of its pairs is compared. Asks the database once a second, so not at all for most pairs.
 * Safe for use by the two threads of a pair.
 */
final class JobWatch implements BooleanSupplier {
    static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

    private final UUID job;
    private final OpenJobs jobs;
    private final InstantSource clock;
    private volatile Instant nextQuestion;
    private volatile boolean over;

    JobWatch(UUID job, OpenJobs jobs, InstantSource clock) {
        this.job = job;
        this.jobs = jobs;
        this.clock = clock;
        this.nextQuestion = clock.instant().plus(BETWEEN_QUESTIONS);
    }

    @Override
    public boolean getAsBoolean() {
        if (!over && !clock.instant().isBefore(nextQuestion)) {
            nextQuestion = clock.instant().plus(BETWEEN_QUESTIONS);
            over = jobs.isOver(job);
        }
        return over;
    }
}
