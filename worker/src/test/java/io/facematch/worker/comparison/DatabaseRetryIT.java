package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.facematch.job.JobState;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import io.facematch.worker.FaultyDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.transaction.TransactionException;

/** What the failure policy has tried again while the database is away, and for how long. */
class DatabaseRetryIT {
    private static final FaultyDataSource DATABASE =
            new FaultyDataSource(TestDatabase.create().dataSource());
    private static final TestJobs JOBS = new TestJobs(DATABASE);

    private final RetryTemplate retry = retry(Duration.ofMinutes(1));

    @AfterEach
    void heal() {
        DATABASE.refuse(0);
        DATABASE.breakCommits(0);
    }

    @Test
    void writesOnceTheDatabaseIsBack() {
        var job = JOBS.job(JobState.RUNNING, 2);
        DATABASE.refuse(2);

        retry.invoke(() -> JOBS.outcomes.write(TestJobs.matches(job, 0, 2)));

        assertThat(DATABASE.refusalsLeft()).isZero();
        assertThat(JOBS.stateOf(job)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void writesOnceWhenTheAnswerToTheCommitIsLost() {
        var job = JOBS.job(JobState.RUNNING, 3);
        DATABASE.breakCommits(2);

        retry.invoke(() -> JOBS.outcomes.write(TestJobs.matches(job, 0, 2)));

        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("matched", 2, "done", 2));
    }

    @Test
    void givesUpAfterItsPatience() {
        var job = JOBS.job(JobState.RUNNING, 1);
        DATABASE.refuse(Integer.MAX_VALUE);
        var impatient = retry(Duration.ofMillis(1));

        assertThatExceptionOfType(TransactionException.class)
                .isThrownBy(() -> impatient.invoke(() -> JOBS.outcomes.write(TestJobs.matches(job, 0, 1))));
    }

    @Test
    void doesNotTryADefectAgain() {
        var tries = new AtomicInteger();

        assertThatIllegalStateException()
                .isThrownBy(() -> retry.invoke(() -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("a defect");
                }));

        assertThat(tries).hasValue(1);
    }

    @Test
    void endsAtOnceWhenItsThreadIsInterrupted() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        DATABASE.refuse(Integer.MAX_VALUE);
        var interrupted = new CompletableFuture<Boolean>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                retry.invoke(() -> JOBS.outcomes.write(TestJobs.matches(job, 0, 1)));
            } catch (TransactionException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });

        thread.interrupt();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    private static RetryTemplate retry(Duration patience) {
        return new RetryTemplate(new FailurePolicy(2, patience).whileDatabaseIsAway());
    }
}
