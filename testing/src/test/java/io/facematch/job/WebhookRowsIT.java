package io.facematch.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestDatabase.User;
import io.facematch.testing.TestJobs;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Each job that ends tells each endpoint of its tenant once, in the transaction that ends it. */
@Tag("compatibility")
class WebhookRowsIT {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestJobs FIXTURE = new TestJobs(DATABASE.pool(10));

    @AfterEach
    void forget() {
        FIXTURE.jdbc.sql("delete from webhook_endpoint").update();
    }

    /** A worker sees neither endpoints nor what is sent to them. */
    @Test
    void aWorkerThatEndsAJobTellsAllEndpointsOfItsTenant() {
        var first = endpoint("acme", "{job.completed,job.failed}");
        var second = endpoint("acme", "{job.completed}");
        endpoint("acme", "{job.cancelled}");
        endpoint("other", "{job.completed}");
        disabledEndpoint("acme");
        var job = FIXTURE.job(JobState.RUNNING, 3);
        var worker = outcomesOf(User.WORKER);

        worker.write(TestJobs.matches(job, 0, 2));
        assertThat(rows(job)).isEmpty();
        assertThat(worker.write(TestJobs.matches(job, 2, 3))).containsExactly(job.id());
        worker.write(TestJobs.matches(job, 0, 3));

        assertThat(FIXTURE.jdbc
                        .sql("select endpoint_id from webhook_delivery where job_id = ? and type = 'job.completed'"
                                + " and at = (select finished_at from job where id = job_id) and next_attempt_at = at")
                        .param(job.id())
                        .query((row, n) -> row.getObject(1, UUID.class))
                        .list())
                .containsExactlyInAnyOrder(first, second);
        assertThat(FIXTURE.jdbc
                        .sql("select count(distinct event_id) from webhook_delivery where job_id = ?")
                        .param(job.id())
                        .query(Integer.class)
                        .single())
                .as("one event, whoever is told of it")
                .isOne();
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, CANCELLED", "RUNNING, EXPIRED", "ENQUEUING, FAILED", "RUNNING, COMPLETED"})
    void eachWayToEndIsToldOnce(JobState from, JobState to) {
        endpoint("acme", "{job.completed,job.failed,job.cancelled,job.expired}");
        var job = FIXTURE.job(from, 1);

        FIXTURE.setState(job, to);
        FIXTURE.setState(job, to);
        FIXTURE.setState(job, JobState.CANCELLED);

        assertThat(rows(job)).containsExactly("job." + to.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void aJobThatGoesOnTellsNothing() {
        endpoint("acme", "{job.completed,job.failed,job.cancelled,job.expired}");
        var job = FIXTURE.job(JobState.ENQUEUING, 1);

        FIXTURE.setState(job, JobState.RUNNING);
        FIXTURE.jdbc
                .sql("update job set lease_until = now() where id = ?")
                .param(job.id())
                .update();

        assertThat(rows(job)).isEmpty();
    }

    @Test
    void severalWhoWriteTheLastOutcomesTellOnce() throws Exception {
        endpoint("acme", "{job.completed}");
        var writers = 4;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            for (int round = 0; round < 25; round++) {
                var job = FIXTURE.job(JobState.RUNNING, writers);
                var together = new CyclicBarrier(writers);
                var calls = new ArrayList<Callable<List<UUID>>>();
                for (int writer = 0; writer < writers; writer++) {
                    var own = writer;
                    calls.add(() -> {
                        together.await();
                        var done = new ArrayList<>(FIXTURE.outcomes.write(TestJobs.matches(job, own, own + 1)));
                        done.addAll(FIXTURE.outcomes.write(TestJobs.matches(job, 0, writers)));
                        return done;
                    });
                }
                for (var call : threads.invokeAll(calls)) {
                    call.get();
                }
                assertThat(rows(job)).containsExactly("job.completed");
            }
        }
    }

    /** Otherwise the reference to it would break, and with it the transaction that has the outcomes. */
    @Test
    void anEndpointThatIsDeletedMeanwhileHoldsUpNoJob() throws SQLException, InterruptedException {
        endpoint("acme", "{job.completed}");
        var job = FIXTURE.job(JobState.RUNNING, 1);
        try (var deleting = FIXTURE.dataSource.getConnection();
                var statement = deleting.createStatement()) {
            deleting.setAutoCommit(false);
            statement.execute("delete from webhook_endpoint");
            var writer = Thread.ofPlatform().start(() -> FIXTURE.outcomes.write(TestJobs.matches(job, 0, 1)));
            Awaitility.await()
                    .until(() -> FIXTURE.jdbc
                            .sql("select exists (select from pg_locks where not granted)")
                            .query(Boolean.class)
                            .single());
            deleting.commit();
            writer.join();
        }

        assertThat(FIXTURE.stateOf(job)).isEqualTo(JobState.COMPLETED);
        assertThat(rows(job)).isEmpty();
    }

    @Test
    void whatWasSentGoesWithItsJob() {
        endpoint("acme", "{job.cancelled}");
        var job = FIXTURE.job(JobState.RUNNING, 1);
        FIXTURE.setState(job, JobState.CANCELLED);
        assertThat(rows(job)).hasSize(1);

        FIXTURE.jdbc.sql("delete from job where id = ?").param(job.id()).update();

        assertThat(rows(job)).isEmpty();
    }

    private static OutcomeTransaction outcomesOf(User user) {
        var login = DATABASE.as(user);
        return new OutcomeTransaction(
                new JdbcTemplate(login),
                new TransactionTemplate(new JdbcTransactionManager(login)),
                FIXTURE.keys(JdbcClient.create(login)),
                InstantSource.fixed(TestJobs.NOW));
    }

    private static List<String> rows(OpenJob job) {
        return FIXTURE.jdbc
                .sql("select type from webhook_delivery where job_id = ?")
                .param(job.id())
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static UUID endpoint(String tenant, String events) {
        return FIXTURE.jdbc
                .sql("""
                        insert into webhook_endpoint (id, tenant, sealed_address, sealed_secret, events, created_at)
                        values (gen_random_uuid(), ?, '', '', cast(? as text[]), now()) returning id""")
                .params(tenant, events)
                .query((row, n) -> row.getObject(1, UUID.class))
                .single();
    }

    private static void disabledEndpoint(String tenant) {
        FIXTURE.jdbc
                .sql("update webhook_endpoint set disabled_at = now(), disabled_because = 'request' where id = ?")
                .param(endpoint(tenant, "{job.completed}"))
                .update();
    }
}
