package io.facematch.worker.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.epoch.Purpose;
import io.facematch.job.JobState;
import io.facematch.job.OpenJob;
import io.facematch.payload.DataKey;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.SealContext;
import io.facematch.testing.SettableClock;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import io.facematch.worker.FaultyDataSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

class OpenJobsIT {
    private static final FaultyDataSource DATABASE =
            new FaultyDataSource(TestDatabase.create().dataSource());
    private static final TestJobs JOBS = new TestJobs(DATABASE);

    private final AtomicLong nanos = new AtomicLong();
    private final OpenJobs openJobs =
            new OpenJobs(JOBS.keys, new RetryTemplate(RetryPolicy.withMaxRetries(0)), nanos::get);

    @AfterEach
    void close() {
        DATABASE.refuse(0);
        openJobs.close();
    }

    @Test
    void findsAJobWithItsKey() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);

        var found = openJobs.find(job.id()).orElseThrow();

        assertThat(found.tenant()).isEqualTo("acme");
        assertThat(found.acceptedOn()).isEqualTo(job.acceptedOn());
        assertOpens(job, keyOf(found));
    }

    @Test
    void findsNoUnknownJobAndNoKeyOfOneThatIsOver() {
        var over = JOBS.job(JobState.CANCELLED, 1);
        JOBS.keys.delete(Set.of(over.id()), Purpose.PAYLOAD);

        assertThat(openJobs.find(UUID.randomUUID())).isEmpty();
        assertThat(openJobs.find(over.id()))
                .hasValueSatisfying(job -> assertThat(job.payloadKey()).isNull());
    }

    @Test
    void asksTheDatabaseOnceWithinItsTime() {
        var job = JOBS.job(JobState.RUNNING, 1);
        openJobs.find(job.id());
        DATABASE.refuse(1);

        pass(OpenJobs.KEPT.minusNanos(1));

        assertThat(openJobs.find(job.id())).isPresent();
        assertThat(DATABASE.refusalsLeft()).isEqualTo(1);
    }

    @Test
    void noticesTheEndOfAJobAfterItsTime() {
        var job = JOBS.job(JobState.RUNNING, 1);
        openJobs.find(job.id());
        JOBS.keys.delete(Set.of(job.id()), Purpose.PAYLOAD);

        pass(OpenJobs.KEPT);

        assertThat(openJobs.find(job.id()))
                .hasValueSatisfying(over -> assertThat(over.payloadKey()).isNull());
    }

    @Test
    void watchesAJobWhileAPairIsCompared() {
        var job = JOBS.job(JobState.RUNNING, 1);
        var clock = new SettableClock();
        clock.stop();
        var watch = new JobWatch(job.id(), openJobs, clock);
        DATABASE.refuse(1);

        assertThat(watch.getAsBoolean()).isFalse();
        assertThat(DATABASE.refusalsLeft()).as("not asked yet").isEqualTo(1);

        clock.ahead(JobWatch.BETWEEN_QUESTIONS);
        assertThat(watch.getAsBoolean()).as("no answer").isFalse();
        JOBS.keys.delete(Set.of(job.id()), Purpose.PAYLOAD);
        assertThat(watch.getAsBoolean()).as("not asked again at once").isFalse();

        clock.ahead(JobWatch.BETWEEN_QUESTIONS.multipliedBy(2));
        assertThat(watch.getAsBoolean()).isTrue();
    }

    @Test
    void doesNotWipeAKeyThatIsInUse() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        var first = keyOf(openJobs.find(job.id()).orElseThrow());
        var second = keyOf(openJobs.find(job.id()).orElseThrow());

        pass(Duration.ofHours(1));
        openJobs.forgetOld();
        first.close();
        openJobs.close();

        assertOpens(job, second);
    }

    @Test
    void givesEveryThreadAKeyThatOpensWhileOthersForget() throws Exception {
        var job = JOBS.job(JobState.RUNNING, 1);
        try (var threads = Executors.newFixedThreadPool(6)) {
            var work = IntStream.range(0, 6)
                    .mapToObj(thread -> (Callable<Boolean>) () -> {
                        for (int round = 0; round < 50; round++) {
                            try (var key = keyOf(openJobs.find(job.id()).orElseThrow())) {
                                pass(OpenJobs.KEPT.dividedBy(4));
                                openJobs.forgetOld();
                                assertOpens(job, key);
                            }
                        }
                        return true;
                    })
                    .toList();
            for (var part : threads.invokeAll(work)) {
                assertThat(part.get()).isTrue();
            }
        }
    }

    @Test
    void describesAJobWhoseKeyIsSpoiled() {
        var job = JOBS.job(JobState.RUNNING, 1);
        JOBS.jdbc
                .sql("update job_key set wrapped = '\\x00' where job_id = ?")
                .param(job.id())
                .update();

        assertThat(openJobs.describe(job.id())).hasValueSatisfying(described -> {
            assertThat(described.tenant()).isEqualTo("acme");
            assertThat(described.payloadKey()).isNull();
        });
    }

    @Test
    void usingAnEntryDoesNotProlongIt() {
        var job = JOBS.job(JobState.RUNNING, 1);
        openJobs.find(job.id());
        pass(OpenJobs.KEPT.minusNanos(1));
        openJobs.find(job.id());
        JOBS.keys.delete(Set.of(job.id()), Purpose.PAYLOAD);

        pass(Duration.ofNanos(1));

        assertThat(openJobs.find(job.id()))
                .hasValueSatisfying(over -> assertThat(over.payloadKey()).isNull());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static DataKey keyOf(OpenJob job) {
        return Objects.requireNonNull(job.payloadKey());
    }

    private static void assertOpens(OpenJob job, DataKey key) throws Exception {
        var context = new SealContext(job.tenant(), job.id(), 0);
        var sealed = PayloadCipher.sealNames(keyOf(job), context, "name");
        assertThat(PayloadCipher.openNames(key, context, sealed)).containsExactly("name");
    }
}
