package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.job.JobState;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutcomeStoreIT {
    private static final FaultyDataSource DATABASE =
            new FaultyDataSource(TestDatabase.create().dataSource());
    private static final TestJobs JOBS = new TestJobs(DATABASE);

    private final OutcomeStore store = new OutcomeStore(JOBS.outcomes, Duration.ofMinutes(1));

    @AfterEach
    void heal() {
        DATABASE.refuse(0);
        DATABASE.breakCommits(0);
    }

    @Test
    void writesOnceTheDatabaseIsBack() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 2);
        DATABASE.refuse(2);

        store.write(TestJobs.matches(job, 0, 2));

        assertThat(DATABASE.refusalsLeft()).isZero();
        assertThat(JOBS.stateOf(job)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void writesOnceWhenTheAnswerToTheCommitIsLost() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 3);
        DATABASE.breakCommits(2);

        store.write(TestJobs.matches(job, 0, 2));

        assertThat(JOBS.countersOf(job)).isEqualTo(Map.of("matched", 2, "done", 2));
    }

    @Test
    void givesUpAfterItsPatience() {
        var job = JOBS.job(JobState.RUNNING, 1);
        DATABASE.refuse(Integer.MAX_VALUE);
        var impatient = new OutcomeStore(JOBS.outcomes, Duration.ZERO);

        assertThatExceptionOfType(TransientFault.class).isThrownBy(() -> impatient.write(TestJobs.matches(job, 0, 1)));
    }

    @Test
    void asksNothingOfTheDatabaseForAnEmptyBatch() throws Exception {
        DATABASE.refuse(1);

        store.write(List.of());

        assertThat(DATABASE.refusalsLeft()).isEqualTo(1);
    }

    @Test
    void endsAtOnceWhenItsThreadIsInterrupted() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        DATABASE.refuse(Integer.MAX_VALUE);
        var interrupted = new CompletableFuture<Boolean>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                store.write(TestJobs.matches(job, 0, 1));
            } catch (TransientFault e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });

        thread.interrupt();

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }
}
