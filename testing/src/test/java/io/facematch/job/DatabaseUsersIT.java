package io.facematch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.epoch.Purpose;
import io.facematch.job.Outcome.Photo;
import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.tenant.TenantKeys;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestDatabase.User;
import io.facematch.testing.TestJobs;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the users of the product may not do. That they may do what they must is seen in the tests of the API and of the
 * worker, which log in as these users.
 */
class DatabaseUsersIT {
    private static final String REFUSED = "42501";

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TestJobs JOBS = new TestJobs(DATABASE.pool(2));

    @BeforeAll
    static void needUsers() {
        assumeTrue(TestDatabase.isOurs(), "on a configured server one user does everything");
    }

    @ParameterizedTest
    @EnumSource(User.class)
    void neitherReadFilesNorStartProgramsNorMakeUsers(User user) {
        assertRefused(user, "select pg_read_file('postgresql.conf')");
        assertRefused(user, "select pg_ls_dir('.')");
        assertRefused(user, "select lo_import('/etc/hostname')");
        assertRefused(user, "copy (select 1) to '/tmp/facematch-proof'");
        assertRefused(user, "copy (select 1) to program 'true'");
        assertRefused(user, "create role intruder");
        assertRefused(user, "alter role " + user.username() + " superuser");
        assertRefused(user, "set role postgres");
        assertRefused(user, "create extension dblink");
        assertRefused(user, "alter system set shared_preload_libraries = 'x'");
        assertRefused(user, "select * from pg_authid");
        assertThat(sql(user)
                        .sql(
                                "select rolname from pg_roles where pg_has_role(rolname, 'member') and rolname like 'pg\\_%'")
                        .query(String.class)
                        .list())
                .isSubsetOf("pg_database_owner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update outcome set decision = 'MATCH'",
                "delete from outcome",
                "truncate outcome",
                "drop table outcome",
                "alter table outcome disable trigger all",
                "delete from job",
                "truncate job cascade",
                "update job_key set wrapped = ''",
                "truncate job_key",
                "insert into client (id, name, tenant, secret_hash, scopes, created_at) select '', '', '', '', '{}', now()",
                "update client set disabled_at = null",
                "delete from client",
                "update installation set id = gen_random_uuid()",
                "delete from installation",
                "update pair set subject_reference = ''",
                "update pair set sealed_reference = ''",
                "delete from tenant_key",
                "truncate tenant_key",
                "update tenant_key set tenant = ''",
                "delete from model_combination",
                "update access_log set actor_client = ''",
                "update access_log set subject_reference = null",
                "delete from access_log",
                "truncate access_log cascade",
                "insert into access_log (xid) values ('1')",
                "update access_entry set leaf_index = 0",
                "delete from access_entry",
                "select * from flyway_schema_history",
                "delete from flyway_schema_history",
                "create table mine (id integer)",
                "create temporary table mine (id integer)",
                "create schema mine",
            })
    void theApiChangesNoOutcomeAndNoClient(String statement) {
        assertRefused(User.API, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from client",
                "select count(*) from client",
                "insert into client (id) values ('')",
                "update client set tenant = ''",
                "select * from rate_limit_bucket",
                "delete from rate_limit_bucket",
                "select * from model_use",
                "select * from outcome",
                "select decision from outcome",
                "update outcome set decision = 'MATCH'",
                "delete from outcome",
                "truncate outcome",
                "insert into job (id) values (gen_random_uuid())",
                "delete from job",
                "update job set tenant = ''",
                "update job set total = 1",
                "update job set purged = true",
                "select sealed_unpaired from job",
                "select idempotency_key from job",
                "insert into job_key values (gen_random_uuid(), 'PAYLOAD', '')",
                "update job_key set wrapped = ''",
                "insert into pair (job_id) values (gen_random_uuid())",
                "delete from pair",
                "select sealed_labels from pair",
                "update pair set subject_reference = ''",
                "insert into installation default values",
                "update installation set digest_key = ''",
                "delete from installation",
                "select purged from job",
                "update job set trace_id = ''",
                "update pair set sealed_reference = ''",
                "update pair set probe_bytes = 1",
                "select sealed_reference from outcome",
                "insert into tenant_key (tenant, purpose, wrapped) values ('acme', 'PHOTOS', '')",
                "update tenant_key set wrapped = ''",
                "delete from tenant_key",
                "select * from key_epoch",
                "insert into key_epoch values (gen_random_uuid(), 'PAYLOAD', now())",
                "delete from key_epoch",
                "update job_key set epoch = null",
                "delete from model_combination",
                "select * from access_log",
                "insert into access_log (id) values (gen_random_uuid())",
                "select * from access_entry",
                "select * from audit_position",
                "select create_outcome_partitions(current_date, 1)",
                "select * from flyway_schema_history",
                "create table mine (id integer)",
                "create temporary table mine (id integer)",
            })
    void theWorkerSeesNoClientAndChangesNothingButItsWork(String statement) {
        assertRefused(User.WORKER, statement);
    }

    @Test
    void neitherGetsAtOutcomesPastTheirTable() {
        var partition = sql(User.OWNER)
                .sql("select inhrelid::regclass::text from pg_inherits where inhparent = 'outcome'::regclass limit 1")
                .query(String.class)
                .single();
        for (var user : List.of(User.API, User.WORKER)) {
            assertRefused(user, "select * from " + partition);
            assertRefused(user, "delete from " + partition);
            assertRefused(user, "update " + partition + " set decision = 'MATCH'");
        }
    }

    @Test
    void theWorkerOpensPhotosButNoNames() {
        var job = JOBS.job(JobState.RUNNING, 1);
        var keys = JOBS.keys(sql(User.WORKER));

        assertThat(keys.find(job.id(), Purpose.PAYLOAD)).isPresent();
        assertThat(keys.find(job.id(), Purpose.LABELS)).isEmpty();
        keys.delete(List.of(job.id()), Purpose.LABELS);
        assertThat(JOBS.keys.exists(job.id(), Purpose.LABELS)).isTrue();
        assertThat(JOBS.keys(sql(User.API)).exists(job.id(), Purpose.LABELS)).isTrue();
    }

    @Test
    void theWorkerDigestsPhotosButOpensNoReference() {
        JOBS.tenantKeys.makePhotos("acme");
        JOBS.tenantKeys.references("acme", TestJobs.TODAY).close();

        var worker = new TenantKeys(sql(User.WORKER), TestJobs.MASTER_KEYS);
        assertThat(worker.findPhotos("acme")).isPresent();
        assertThat(worker.findReferences("acme", TestJobs.TODAY)).isEmpty();
        var api = new TenantKeys(sql(User.API), TestJobs.MASTER_KEYS);
        assertThat(api.findPhotos("acme")).isPresent();
        assertThat(api.findReferences("acme", TestJobs.TODAY)).isPresent();
    }

    @Test
    void theApiMakesAndTakesAlongTheKeysOfTenants() {
        var api = sql(User.API);
        var rotated = MasterKeys.of(
                MasterKey.ofBase64("Zk3mP1vQx8sT0yNw5bGfJ7cLrA9dUo2hEiKq6XzRt4M="),
                MasterKey.ofBase64(TestJobs.MASTER_KEY));
        new TenantKeys(api, TestJobs.MASTER_KEYS).makePhotos("rotated");

        assertThat(new TenantKeys(api, rotated).wrapAnew()).isPositive();
        assertThat(new TenantKeys(api, rotated).findPhotos("rotated")).isPresent();
        assertThat(new TenantKeys(sql(User.OWNER), MasterKeys.of(MasterKey.ofBase64(TestJobs.MASTER_KEY)))
                        .findPhotos("rotated"))
                .isEmpty();
        new TenantKeys(
                        sql(User.OWNER),
                        MasterKeys.of(
                                MasterKey.ofBase64(TestJobs.MASTER_KEY),
                                MasterKey.ofBase64("Zk3mP1vQx8sT0yNw5bGfJ7cLrA9dUo2hEiKq6XzRt4M=")))
                .wrapAnew();
    }

    @Test
    void theApiRecordsWhatWasSent() {
        var job = JOBS.job(JobState.ENQUEUING, 1);
        var api = DATABASE.as(User.API);

        new Pairs(new JdbcTemplate(api))
                .recordSent(
                        new PairId(job.id(), 0),
                        new Photo(null, 5, null, null, null),
                        new Photo(null, 6, null, null, "1".repeat(64)));

        assertThat(JOBS.jdbc
                        .sql("select probe_bytes + reference_bytes from pair where job_id = ?")
                        .param(job.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(11);
    }

    @Test
    void theWorkerStoresOutcomesAndCompletesJobs() {
        var job = JOBS.job(JobState.RUNNING, 2);
        var source = DATABASE.as(User.WORKER);
        var outcomes = new OutcomeTransaction(
                new JdbcTemplate(source),
                new TransactionTemplate(new JdbcTransactionManager(source)),
                JOBS.keys(JdbcClient.create(source)),
                InstantSource.fixed(TestJobs.NOW));

        outcomes.write(TestJobs.matches(job, 0, 1));
        outcomes.write(TestJobs.matches(job, 0, 2));

        assertThat(JOBS.stateOf(job)).isEqualTo(JobState.COMPLETED);
        assertThat(JOBS.outcomesOf(job)).containsExactly(0, 1);
        assertThat(JOBS.keys.exists(job.id(), Purpose.PAYLOAD)).isFalse();
    }

    @Test
    void aLaterTableIsOnlyItsOwners() {
        sql(User.OWNER).sql("create table later (id integer)").update();
        sql(User.OWNER)
                .sql("create function later() returns integer language sql as 'select 1'")
                .update();
        for (var user : List.of(User.API, User.WORKER)) {
            assertRefused(user, "select * from later");
            assertRefused(user, "insert into later values (1)");
        }
    }

    @Test
    void nobodyElseMayEnter() {
        var superuser = new JdbcTemplate(DATABASE.asSuperuser());
        var stranger = "stranger_" + ProcessHandle.current().pid();
        superuser.execute("create role " + stranger + " nologin");
        try {
            assertThat(superuser.queryForObject(
                            "select has_database_privilege(?, current_database(), 'connect')", Boolean.class, stranger))
                    .isFalse();
            for (var right : List.of("usage", "create")) {
                assertThat(superuser.queryForObject(
                                "select has_schema_privilege(?, 'public', ?)", Boolean.class, stranger, right))
                        .as(right)
                        .isFalse();
            }
        } finally {
            superuser.execute("drop role " + stranger);
        }
    }

    private static JdbcClient sql(User user) {
        return JdbcClient.create(DATABASE.as(user));
    }

    private static void assertRefused(User user, String statement) {
        assertThatExceptionOfType(DataAccessException.class)
                .as(user + ": " + statement)
                .isThrownBy(() -> new JdbcTemplate(DATABASE.as(user)).execute(statement))
                .satisfies(refused -> assertThat(refused.getMostSpecificCause())
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                cause -> assertThat(cause.getSQLState())
                                        .as(cause.getMessage())
                                        .isEqualTo(REFUSED)));
    }
}
