package io.facematch.api.audit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.Settled;
import io.facematch.api.audit.log.AccessLeaf;
import io.facematch.api.audit.log.OutcomeLeaf;
import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.security.Owner;
import io.facematch.job.JobState;
import io.facematch.testing.TestJobs;
import io.facematch.testing.TestOutcomes;
import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.tree.Frontier;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every committed outcome and access becomes one leaf of its tenant's log, whoever dies, waits or comes late. */
class OutcomeStreamIT {
    private static final Duration LATER = Duration.ofMinutes(3);

    private final TestJobs jobs = new TestJobs();
    private final OutcomeStream stream = stream(jobs.dataSource);
    private final AccessLog accesses = new AccessLog(jobs.jdbc, InstantSource.fixed(TestJobs.NOW));

    private static OutcomeStream stream(DataSource database) {
        var jdbc = new JdbcTemplate(database);
        return new OutcomeStream(
                jdbc,
                new TransparencyLogs(jdbc),
                new TransactionTemplate(new JdbcTransactionManager(database)),
                InstantSource.fixed(TestJobs.NOW.plus(LATER)));
    }

    /** Its connections, of which the server has not enough for all tests. */
    @AfterEach
    void closePool() throws Exception {
        ((AutoCloseable) jobs.dataSource).close();
    }

    /** All that was committed. */
    private void follow() {
        Settled.await(jobs.jdbc);
        stream.follow();
    }

    @Test
    void entersEveryOutcomeOnce() {
        var job = jobs.job(JobState.RUNNING, 700);
        jobs.outcomes.write(TestJobs.matches(job, 0, 300));
        follow();
        jobs.outcomes.write(TestJobs.matches(job, 300, 700));
        follow();
        follow();

        assertThat(leafIndexes("acme"))
                .isEqualTo(LongStream.range(0, 700).boxed().toList());
        assertLogIsOfItsOutcomes("acme");
    }

    @Test
    void keepsALogForEachTenant() {
        var ours = jobs.job(JobState.RUNNING, 3);
        var theirs = TestJobs.of("globex", jobs.job(JobState.RUNNING, 2));
        jobs.outcomes.write(List.of(
                TestJobs.match(ours, 0),
                TestJobs.match(theirs, 0),
                TestJobs.match(ours, 1),
                TestJobs.match(theirs, 1)));
        follow();

        assertThat(leafIndexes("acme")).containsExactly(0L, 1L);
        assertThat(leafIndexes("globex")).containsExactly(0L, 1L);
        assertLogIsOfItsOutcomes("acme");
        assertLogIsOfItsOutcomes("globex");
    }

    @Test
    void doesNotMissWhatCommitsLate() {
        var late = jobs.job(JobState.RUNNING, 1);
        var early = jobs.job(JobState.RUNNING, 1);
        jobs.transaction.executeWithoutResult(status -> {
            jobs.outcomes.write(List.of(TestJobs.match(late, 0)));
            inAnotherThread(() -> {
                jobs.outcomes.write(List.of(TestJobs.match(early, 0)));
                stream.follow();
                return null;
            });
            assertThat(leafIndexes("acme")).isEmpty();
            assertThat(stream.lag()).isEqualTo(LATER);
        });
        follow();

        assertThat(entered()).containsExactly(late.id() + ".0", early.id() + ".0");
        assertThat(stream.lag()).isZero();
        assertLogIsOfItsOutcomes("acme");
    }

    @Test
    void entersEveryAccessOnceBesideTheOutcomes() {
        var job = jobs.job(JobState.RUNNING, 4);
        look("acme", 2);
        jobs.outcomes.write(TestJobs.matches(job, 0, 2));
        follow();
        look("globex", 1);
        look("acme", 1);
        jobs.outcomes.write(TestJobs.matches(job, 2, 4));
        follow();
        follow();

        assertThat(leafIndexes("acme")).containsExactly(0L, 1L, 4L, 5L);
        assertThat(accessIndexes("acme")).containsExactly(2L, 3L, 6L);
        assertThat(accessIndexes("globex")).containsExactly(0L);
        assertLogIsOfItsOutcomes("acme");
        assertLogIsOfItsOutcomes("globex");
    }

    @Test
    void doesNotMissAnAccessThatCommitsLate() {
        jobs.transaction.executeWithoutResult(status -> {
            look("acme", 1);
            inAnotherThread(() -> {
                look("acme", 1);
                stream.follow();
                return null;
            });
            assertThat(accessIndexes("acme")).isEmpty();
            assertThat(stream.lag()).isEqualTo(LATER);
        });
        follow();

        assertThat(accessIndexes("acme")).containsExactly(0L, 1L);
        assertThat(stream.lag()).isZero();
        assertLogIsOfItsOutcomes("acme");
    }

    /** Where the position was lost, what has an entry is passed over. */
    @Test
    void doublesNothingThatItReadsAgain() {
        look("acme", 3);
        jobs.outcomes.write(TestJobs.matches(jobs.job(JobState.RUNNING, 2), 0, 2));
        follow();
        jobs.jdbc.sql("delete from audit_position").update();
        look("acme", 1);
        follow();

        assertThat(leafIndexes("acme")).containsExactly(0L, 1L);
        assertThat(accessIndexes("acme")).containsExactly(2L, 3L, 4L, 5L);
        assertLogIsOfItsOutcomes("acme");
    }

    /** When a subject is erased: its digest goes, and the salt with which it could be tried out. */
    @Test
    void aLeafStaysWhatItWasWhenASubjectAndAPhotoAreForgotten() {
        look("acme", 4);
        follow();
        assertThat(jobs.jdbc
                        .sql("update access_log set subject_reference = null, photo_digest = null"
                                + " where subject_reference is not null and photo_digest is not null")
                        .update())
                .isPositive();
        jobs.jdbc
                .sql("update access_entry set subject_salt = null, photo_salt = null")
                .update();

        assertLogIsOfItsOutcomes("acme");
    }

    @Test
    void waitsForNoTransactionThatWasRolledBack() {
        var job = jobs.job(JobState.RUNNING, 2);
        jobs.transaction.executeWithoutResult(status -> {
            jobs.outcomes.write(List.of(TestJobs.match(job, 0)));
            status.setRollbackOnly();
        });
        jobs.outcomes.write(List.of(TestJobs.match(job, 1)));
        follow();

        assertThat(entered()).containsExactly(job.id() + ".1");
    }

    @Test
    void readsMoreThanABatchOfOneTransaction() {
        var count = OutcomeStream.BATCH + 10;
        var job = jobs.job(JobState.RUNNING, count);
        jobs.outcomes.write(TestJobs.matches(job, 0, count));

        Settled.await(jobs.jdbc);
        assertThat(stream.follow()).isTrue();
        assertThat(stream.follow()).isFalse();
        assertThat(leafIndexes("acme")).hasSize(count);
        assertLogIsOfItsOutcomes("acme");
    }

    /** The database counted rows before most of them came, so it can't tell how many wait. */
    @Test
    void readsNoMoreThanABatchOfAllThatWait() {
        TestOutcomes.load(jobs.jdbc, "acme", 1000, 60, TestJobs.TODAY);
        follow();
        jobs.jdbc.sql("analyze outcome").update();
        TestOutcomes.load(jobs.jdbc, "globex", 4 * OutcomeStream.BATCH, 60, TestJobs.TODAY);
        Settled.await(jobs.jdbc);

        assertThat(rowsReadBy(stream::lag)).isLessThan(100);
        assertThat(rowsReadBy(stream::follow))
                .as("once each, and again to enter it and to count it")
                .isLessThan(3 * OutcomeStream.BATCH + 100);
    }

    /** Outcomes that the database itself says it went through. */
    private long rowsReadBy(Runnable work) {
        return jobs.transaction.execute(status -> {
            work.run();
            return jobs.jdbc
                    .sql("select sum(seq_tup_read + idx_tup_fetch) from pg_stat_xact_user_tables"
                            + " where relid in (select relid from pg_partition_tree('outcome'))")
                    .query(Long.class)
                    .single();
        });
    }

    /** The connection is cut before each statement in turn, and before and after the commit. */
    @Test
    void neitherSkipsNorDoublesWhereverItDies() {
        var job = jobs.job(JobState.RUNNING, 600);
        var written = 0;
        var looked = 0;
        var deaths = 0;
        for (var step = 1; ; step++) {
            jobs.outcomes.write(TestJobs.matches(job, written, written += 10));
            look("acme", 3);
            looked += 3;
            Settled.await(jobs.jdbc);
            var cut = new CutConnections(jobs.dataSource, step);
            try {
                stream(cut).follow();
            } catch (RuntimeException dead) {
                deaths++;
            }
            assertLogIsOfItsOutcomes("acme");
            if (!cut.happened()) {
                break;
            }
        }
        follow();

        assertThat(deaths).isGreaterThan(13);
        assertThat(leafIndexes("acme")).hasSize(written);
        assertThat(accessIndexes("acme")).hasSize(looked);
        assertLogIsOfItsOutcomes("acme");
    }

    @Test
    void followsWithManyWritersAndReaders() throws Exception {
        var writers = 6;
        var batches = 25;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = new ArrayList<Future<?>>();
            for (var writer = 0; writer < writers; writer++) {
                var job = jobs.job(JobState.RUNNING, batches * 4);
                writing.add(threads.submit(() -> IntStream.range(0, batches)
                        .forEach(batch -> jobs.outcomes.write(TestJobs.matches(job, batch * 4, batch * 4 + 4)))));
            }
            var reading = IntStream.range(0, 2)
                    .mapToObj(reader -> threads.submit(() -> {
                        while (!writing.stream().allMatch(Future::isDone)) {
                            stream.follow();
                        }
                    }))
                    .toList();
            for (var task : writing) {
                task.get();
            }
            for (var task : reading) {
                task.get();
            }
        }
        follow();

        assertThat(leafIndexes("acme"))
                .isEqualTo(LongStream.range(0, 4L * writers * batches).boxed().toList());
        assertLogIsOfItsOutcomes("acme");
    }

    @Test
    void leavesItToWhoeverIsAtIt() throws Exception {
        var job = jobs.job(JobState.RUNNING, 1);
        jobs.outcomes.write(TestJobs.matches(job, 0, 1));
        try (var other = jobs.dataSource.getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtext('facematch.audit.stream'))");
            stream.follow();
            assertThat(leafIndexes("acme")).isEmpty();
            // As when that process dies.
            other.rollback();
        }
        follow();
        assertThat(leafIndexes("acme")).containsExactly(0L);
    }

    /** Its transactions count from the beginning, while those of the outcomes in the backup are far ahead. */
    @Test
    void goesOnInANewClusterAfterABackupWasRestored() {
        var job = jobs.job(JobState.RUNNING, 9);
        jobs.outcomes.write(TestJobs.matches(job, 0, 3));
        look("acme", 1);
        follow();
        jobs.outcomes.write(TestJobs.matches(job, 3, 6));
        look("acme", 2);
        jobs.jdbc
                .sql("update access_log set xid = (xid::text::bigint + 1000000000)::text::xid8")
                .update();
        jobs.jdbc
                .sql("update outcome set xid = (xid::text::bigint + 1000000000)::text::xid8")
                .update();
        jobs.jdbc
                .sql("update audit_position set xid = (xid::text::bigint + 1000000000)::text::xid8")
                .update();
        jobs.outcomes.write(TestJobs.matches(job, 6, 9));
        follow();
        follow();

        assertThat(Stream.concat(leafIndexes("acme").stream(), accessIndexes("acme").stream()))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 12).boxed().toList());
        assertLogIsOfItsOutcomes("acme");
    }

    @Test
    void doesNotCarryADamagedLogOnButAllOthers() {
        var job = jobs.job(JobState.RUNNING, 8);
        var theirs = TestJobs.of("globex", jobs.job(JobState.RUNNING, 4));
        jobs.outcomes.write(TestJobs.matches(job, 0, 2));
        jobs.outcomes.write(TestJobs.matches(theirs, 0, 2));
        look();
        follow();
        damage("acme");
        jobs.outcomes.write(TestJobs.matches(job, 2, 4));
        jobs.outcomes.write(TestJobs.matches(theirs, 2, 3));
        look();
        follow();
        jobs.outcomes.write(TestJobs.matches(job, 4, 5));
        jobs.outcomes.write(TestJobs.matches(theirs, 3, 4));
        follow();

        assertThat(leafIndexes("acme")).containsExactly(0L, 1L);
        assertThat(leafIndexes("globex")).containsExactly(0L, 1L, 2L, 3L);
        assertLogIsOfItsOutcomes("globex");
        assertThat(stream.held()).isEqualTo(1);
        assertThat(stream.lag()).isEqualTo(LATER);
    }

    /** Nobody who may add a row may stop the logs of all others with it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update outcome set decided_at = 'infinity' where pair_index = 1 and tenant = 'acme' | delete from outcome where decided_at = 'infinity'
            update outcome set total_ms = 'NaN' where pair_index = 1 and tenant = 'acme'        | delete from outcome where total_ms = 'NaN'
            update access_log set filter = '{"from": null}'                                     | delete from access_log
            """)
    void aRowThatCanBeNoLeafStopsTheLogOfItsTenantOnly(String oddity, String remedy) {
        var job = jobs.job(JobState.RUNNING, 3);
        var theirs = TestJobs.of("globex", jobs.job(JobState.RUNNING, 2));
        jobs.outcomes.write(TestJobs.matches(job, 0, 2));
        jobs.outcomes.write(TestJobs.matches(theirs, 0, 2));
        look();
        jobs.jdbc.sql(oddity).update();
        follow();
        jobs.outcomes.write(TestJobs.matches(job, 2, 3));
        follow();

        assertThat(leafIndexes("globex")).containsExactly(0L, 1L);
        assertThat(stream.held()).isEqualTo(1);

        jobs.jdbc.sql(remedy).update();
        follow();
        follow();

        assertThat(stream.held()).isZero();
        assertThat(leafIndexes("acme")).doesNotHaveDuplicates().hasSizeBetween(2, 3);
        assertThat(jobs.jdbc
                        .sql("select count(*) from outcome where tenant = 'acme'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(leafIndexes("acme").size());
    }

    /** In the order in which they came, among them what came meanwhile; by several batches. */
    @Test
    void entersWhatWaitedOnceTheLogIsWhole() {
        var first = jobs.job(JobState.RUNNING, 2);
        var many = jobs.job(JobState.RUNNING, OutcomeStream.BATCH + 10);
        var last = jobs.job(JobState.RUNNING, 2);
        jobs.outcomes.write(TestJobs.matches(first, 0, 2));
        look();
        follow();
        damage("acme");
        look();
        jobs.outcomes.write(TestJobs.matches(many, 0, OutcomeStream.BATCH + 10));
        follow();
        follow();
        jobs.outcomes.write(TestJobs.matches(last, 0, 1));
        follow();
        damage("acme"); // as it was
        jobs.outcomes.write(TestJobs.matches(last, 1, 2));
        look();
        Settled.await(jobs.jdbc);
        while (stream.follow()) {
            // There is more.
        }
        follow();

        assertThat(stream.held()).isZero();
        assertThat(stream.lag()).isZero();
        assertThat(leafIndexes("acme")).doesNotHaveDuplicates().hasSize(OutcomeStream.BATCH + 14);
        var size = jobs.jdbc
                .sql("select size from transparency_log where tenant = 'acme'")
                .query(Long.class)
                .single();
        assertThat(size).isEqualTo(OutcomeStream.BATCH + 14 + 3);
        assertThat(jobs.jdbc.sql("""
                                select e.job_id || '.' || e.pair_index from audit_entry e join outcome o
                                    using (accepted_on, job_id, pair_index)
                                where e.tenant = 'acme' order by o.xid, o.job_id, o.pair_index""").query((row, n) -> row.getString(1)).list())
                .isEqualTo(entered());
    }

    /** Done twice, it is as it was. */
    private void damage(String tenant) {
        jobs.jdbc.sql("""
                        update log_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)
                        where tenant = ? and level = 0 and tile_index = 0""").param(tenant).update();
    }

    private void look() {
        jobs.jdbc.sql("""
                        insert into access_log (id, at, request, tenant, actor_tenant, actor_client, what, filter, progress, rows)
                        values (gen_random_uuid(), now(), gen_random_uuid(), 'acme', 'acme', 'auditor', 'search', '{}',
                            'completed', 3)""").update();
    }

    @Test
    void saysOnceThatItWaitsAndGoesOnAfterwards() {
        var told = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(StreamSchedule.class);
        told.start();
        logger.addAppender(told);
        try {
            var away = new AwayDatabase(jobs.dataSource);
            var schedule = new StreamSchedule(stream(away));
            schedule.start();
            var job = jobs.job(JobState.RUNNING, 1);
            jobs.outcomes.write(TestJobs.matches(job, 0, 1));

            schedule.follow();
            schedule.follow();
            away.isAway = false;
            Settled.await(jobs.jdbc);
            schedule.follow();

            assertThat(told.list).hasSize(1);
            assertThat(told.list.getFirst().getFormattedMessage()).contains("the database does not answer");
            assertThat(leafIndexes("acme")).containsExactly(0L);
        } finally {
            logger.detachAppender(told);
        }
    }

    private static final class AwayDatabase extends DelegatingDataSource {
        private boolean isAway = true;

        AwayDatabase(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (isAway) {
                throw new SQLException("away", "08001");
            }
            return super.getConnection();
        }
    }

    private List<String> entered() {
        return jobs.jdbc
                .sql("select job_id || '.' || pair_index from audit_entry order by leaf_index")
                .query((row, n) -> row.getString(1))
                .list();
    }

    private List<Long> leafIndexes(String tenant) {
        return jobs.jdbc
                .sql("select leaf_index from audit_entry where tenant = ? order by leaf_index")
                .param(tenant)
                .query((row, n) -> row.getLong(1))
                .list();
    }

    private List<Long> accessIndexes(String tenant) {
        return jobs.jdbc
                .sql("select leaf_index from access_entry where tenant = ? order by leaf_index")
                .param(tenant)
                .query((row, n) -> row.getLong(1))
                .list();
    }

    /** Somebody searches so often, each second time for a subject, and each third time for a photo. */
    private void look(String tenant, int times) {
        for (int i = 0; i < times; i++) {
            accesses.record(
                    new Access(
                            new Owner("operator", "support", Set.of()),
                            tenant,
                            Access.What.SEARCH,
                            Map.of("client", "web \u00fc"),
                            i % 2 == 0 ? null : "5".repeat(64),
                            i % 3 == 0 ? "6".repeat(64) : null),
                    i);
        }
    }

    /** And of who looked at them. */
    private void assertLogIsOfItsOutcomes(String tenant) {
        var hasher = new TreeHasher();
        var leaves = new TreeMap<Long, Hash>();
        jobs.jdbc
                .sql(
                        "select e.leaf_index, e.salt, " + OutcomeLeaf.COLUMNS
                                + " from audit_entry e join outcome o using (accepted_on, job_id, pair_index) where e.tenant = ?")
                .param(tenant)
                .query(row -> {
                    leaves.put(
                            row.getLong("leaf_index"),
                            hasher.leaf(OutcomeLeaf.of(row, RowSalt.of(row.getBytes("salt")))));
                });
        jobs.jdbc
                .sql("select e.leaf_index, e.salt, e.subject, e.photo, " + AccessLeaf.COLUMNS
                        + " from access_entry e join access_log l on l.id = e.access_id where e.tenant = ?")
                .param(tenant)
                .query(row -> {
                    assertThat(leaves.put(row.getLong("leaf_index"), hasher.leaf(AccessLeaf.entered(row))))
                            .as("two leaves of one index")
                            .isNull();
                });
        var frontier = new Frontier();
        leaves.values().forEach(frontier::add);
        assertThat(leaves.keySet())
                .containsExactlyElementsOf(
                        LongStream.range(0, leaves.size()).boxed().toList());
        var logs = new TransparencyLogs(new JdbcTemplate(jobs.dataSource));
        assertThat(logs.head(tenant)).isEqualTo(frontier.head());
        assertThat(logs.tree(tenant).head(frontier.head().size())).isEqualTo(frontier.head());
        assertTalliesAreThoseOfTheEntries();
        assertRollupsAreOfTheEntries(tenant);
    }

    /** Counted anew from all that was entered. */
    private void assertTalliesAreThoseOfTheEntries() {
        var latest = " order by decided_at desc, job_id desc, pair_index desc))[1]";
        assertThat(rows(
                        "select tenant, kind, encode(digest, 'hex'), attempts, match, non_match, not_compared, first_at, last_at,"
                                + " latest_job, latest_index from attempted_digest order by 1, 2, 3"))
                .isEqualTo(rows(
                        "select tenant, kind, encode(digest, 'hex'), count(*), count(*) filter (where decision = 'MATCH'),"
                                + " count(*) filter (where decision = 'NON_MATCH'), count(*) filter (where decision is null),"
                                + " min(decided_at), max(decided_at), (array_agg(job_id" + latest
                                + ", (array_agg(pair_index" + latest
                                + " from (select *, 'subject' as kind, subject_reference as digest from audit_entry"
                                + " union all select *, 'photo', probe_photo_digest from audit_entry"
                                + " union all select *, 'photo', reference_photo_digest from audit_entry"
                                + " where reference_photo_digest is distinct from probe_photo_digest) a"
                                + " where digest is not null group by 1, 2, 3 order by 1, 2, 3"));
        assertThat(rows("select job_id, outcomes, first_at, last_at from job_rollup order by 1"))
                .isEqualTo(rows("select job_id, count(*), min(decided_at), max(decided_at) from audit_entry"
                        + " where job_id in (select id from job where kind = 'BULK') group by 1 order by 1"));
    }

    private List<String> rows(String query) {
        return jobs.jdbc
                .sql(query)
                .query((row, n) -> {
                    var values = new ArrayList<String>();
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        values.add(row.getString(column));
                    }
                    return values.toString();
                })
                .list();
    }

    @Test
    void countsHowOftenEachSubjectAndPhotoWasCompared() {
        var job = jobs.job(JobState.RUNNING, 6);
        var other = jobs.job(JobState.RUNNING, 6);
        jobs.outcomes.write(TestJobs.matches(job, 0, 1));
        follow();
        assertThat(rows("select kind, attempts from attempted_digest order by 1, 2"))
                .containsExactly("[photo, 1]", "[subject, 1]");

        // That of the other job was decided last, and the one after it first.
        var minutes = new int[] {0, 5, -5, 2};
        for (int index = 1; index < 4; index++) {
            jobs.outcomes.write(TestJobs.matches(index == 1 ? other : job, index, index + 1));
            jobs.jdbc
                    .sql("update outcome set decided_at = decided_at + make_interval(mins => ?) where pair_index = ?")
                    .params(minutes[index], index)
                    .update();
            follow();
        }
        jobs.outcomes.write(TestJobs.matches(job, 4, 6));
        jobs.jdbc
                .sql("update outcome set subject_reference = '\\x11' where pair_index in (4, 5)")
                .update();
        jobs.jdbc
                .sql("update outcome set reference_photo_digest = probe_photo_digest where pair_index = 4")
                .update();
        jobs.jdbc
                .sql("update outcome set reference_photo_digest = '\\x22' where pair_index = 5")
                .update();
        follow();

        assertThat(rows("select kind, attempts from attempted_digest order by 1, 2"))
                .containsExactly("[photo, 1]", "[photo, 6]", "[subject, 2]", "[subject, 4]");
        assertThat(rows("select outcomes from job_rollup order by 1")).containsExactly("[1]", "[5]");
        assertTalliesAreThoseOfTheEntries();
    }

    /** Each of them is in each tier, once under its client, and once under all. */
    private void assertRollupsAreOfTheEntries(String tenant) {
        var entries = leafIndexes(tenant).size();
        assertThat(jobs.jdbc
                        .sql("""
                                select coalesce(sum(match + non_match + empty_image + no_face_detected
                                    + landmarks_not_detected + invalid_image + low_quality + error), 0)
                                from (values (0), (1), (2), (3)) t (tier) cross join (values (true), (false)) c (is_all)
                                left join outcome_rollup r on r.tenant = ? and r.tier = t.tier
                                    and (r.client is null) = c.is_all
                                group by t.tier, c.is_all""")
                        .param(tenant)
                        .query((row, n) -> row.getInt(1))
                        .list())
                .hasSize(8)
                .containsOnly(entries);
    }

    private static <T> T inAnotherThread(Callable<T> task) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(task).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
