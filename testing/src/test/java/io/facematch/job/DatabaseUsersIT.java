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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
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

    /** A statement that is refused leaves nothing behind, so that the next one may have its connection. */
    private static final Map<User, SingleConnectionDataSource> CONNECTED = new EnumMap<>(User.class);

    @AfterAll
    static void disconnect() {
        CONNECTED.values().forEach(SingleConnectionDataSource::destroy);
    }

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
                "update audit_entry set tenant = ''",
                "delete from audit_entry",
                "truncate audit_entry",
                "delete from transparency_log",
                "delete from log_tile",
                "update log_checkpoint set note = ''",
                "delete from log_checkpoint",
                "delete from outcome_rollup",
                "truncate outcome_rollup",
                "delete from rollup_position",
                "select * from auditor_tenant",
                "insert into auditor_tenant values (session_user, 'acme')",
                "select drop_outcome_month('2020-01-01')",
                "insert into tenant_retention (tenant, days, rule, actor_tenant, actor_client) values ('acme', 1, 'x', '', '')",
                "update tenant_retention set days = 1",
                "delete from tenant_retention",
                "insert into retention_ledger (tenant) values ('acme')",
                "update retention_ledger set leaves = '{}'",
                "delete from retention_ledger",
                "insert into outcome (erased_at) values (now())",
                "update outcome set similarity = null",
                "update audit_entry set salt = null",
                "update access_entry set subject_salt = null",
                "update access_entry set photo_salt = null",
                "update pair set sealed_labels = ''",
                "select delete_outcomes('acme', '2020-01-01', '2020-02-01', 1)",
                "select delete_jobs('acme', 1)",
                "select forget_searches('acme', 1)",
                "select forget_attempts('acme', 1)",
                "select erase_elsewhere('acme', '', '{}')",
                "select enter_in_ledger('acme', 'deletion', 'x', null, 0, 0, 0, '{}', '', '', null)",
                "update access_log set actor_client = ''",
                "update access_log set subject_reference = null",
                "update access_log set photo_digest = null",
                "delete from access_log",
                "truncate access_log cascade",
                "insert into access_log (xid) values ('1')",
                "update access_entry set leaf_index = 0",
                "delete from access_entry",
                "update outcome_feedback set same_person = true",
                "delete from outcome_feedback",
                "truncate outcome_feedback",
                "delete from attempted_digest",
                "delete from job_rollup",
                "truncate webhook_delivery",
                "alter table job disable trigger job_tells_webhooks",
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
                "select * from audit_export",
                "delete from audit_export",
                "select * from log_verification",
                "select * from verification_turn",
                "insert into access_log (id) values (gen_random_uuid())",
                "select * from access_entry",
                "select * from audit_position",
                "select create_outcome_partitions(current_date, 1)",
                "select drop_outcome_month('2020-01-01')",
                "select delete_due_outcomes(1)",
                "select change_retention('acme', 1, 'x', null, null, '', '')",
                "select change_default_retention(1)",
                "select erase_subject('acme', '', '{}', '{}', '{}', '{}', '{}', '', '', '')",
                "select * from tenant_retention",
                "select * from retention_ledger",
                "insert into outcome (erased_at) values (now())",
                "select * from audit_entry",
                "select * from log_tile",
                "select * from outcome_feedback",
                "insert into outcome_feedback (tenant) values ('acme')",
                "select * from attempted_digest",
                "select * from job_rollup",
                "select * from outcome_rollup",
                "select * from rollup_position",
                "select * from auditor_tenant",
                "set role facematch_auditor",
                "select * from webhook_endpoint",
                "update webhook_endpoint set tenant = ''",
                "select * from webhook_delivery",
                "insert into webhook_delivery (endpoint_id, event_id) values (gen_random_uuid(), gen_random_uuid())",
                "delete from webhook_delivery",
                "select * from flyway_schema_history",
                "create table mine (id integer)",
                "create temporary table mine (id integer)",
            })
    void theWorkerSeesNoClientAndChangesNothingButItsWork(String statement) {
        assertRefused(User.WORKER, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select salt from audit_entry",
                "insert into outcome (tenant) values ('acme')",
                "update outcome set decision = 'MATCH'",
                "delete from outcome",
                "truncate outcome",
                "select 1 from outcome for update",
                "insert into audit_entry (tenant) values ('acme')",
                "update audit_entry set tenant = ''",
                "delete from audit_entry",
                "truncate audit_entry",
                "update transparency_log set tenant = ''",
                "delete from transparency_log",
                "update log_tile set tenant = ''",
                "delete from log_tile",
                "update log_checkpoint set tenant = ''",
                "delete from log_checkpoint",
                "update outcome_rollup set match = 0",
                "delete from outcome_rollup",
                "update rollup_position set leaves = 1",
                "insert into log_verification (id) values (gen_random_uuid())",
                "update log_verification set result = 'intact'",
                "delete from log_verification",
                "select * from audit_export",
                "update model_combination set embedder = ''",
                "alter table outcome disable row level security",
                "create policy all_of_it on outcome using (true)",
                "select idempotency_key from job",
                "select sealed_unpaired from job",
                "update job set tenant = 'acme'",
                "insert into outcome_feedback (tenant) values ('acme')",
                "update outcome_feedback set same_person = true",
                "update attempted_digest set tenant = 'acme'",
                "delete from job_rollup",
                "select job_id from pair",
                "select * from job_key",
                "select * from tenant_key",
                "select * from key_epoch",
                "select * from installation",
                "select id from client",
                "select * from model_use",
                "select * from rate_limit_bucket",
                "select * from audit_position",
                "select * from auditor_tenant",
                "insert into auditor_tenant values (session_user, 'acme')",
                "update auditor_tenant set tenant = 'acme'",
                "create or replace function audited_tenant(name) returns text language sql as 'select null::text'",
                "set role facematch_api",
                "select create_outcome_partitions(current_date, 1)",
                "select drop_outcome_month('2020-01-01')",
                "select delete_due_outcomes(1)",
                "select change_retention('acme', 1, 'x', null, null, '', '')",
                "select change_default_retention(1)",
                "select erase_subject('acme', '', '{}', '{}', '{}', '{}', '{}', '', '', '')",
                "insert into tenant_retention (tenant) values ('acme')",
                "select leaves from retention_ledger",
                "update retention_ledger set rule = ''",
                "delete from retention_ledger",
                "select * from webhook_endpoint",
                "update webhook_endpoint set tenant = ''",
                "select * from webhook_delivery",
                "insert into webhook_delivery (endpoint_id, event_id) values (gen_random_uuid(), gen_random_uuid())",
                "delete from webhook_delivery",
                "select * from flyway_schema_history",
                "create table mine (id integer)",
                "create temporary table mine (id integer)",
            })
    void auditorsOnlyRead(String statement) {
        assertRefused(User.AUDITOR, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from outcome",
                "update outcome set decision = 'MATCH'",
                "delete from outcome",
                "truncate outcome",
                "drop table outcome",
                "select * from audit_entry",
                "delete from audit_entry",
                "delete from log_tile",
                "delete from outcome_rollup",
                "select * from tenant_key",
                "delete from tenant_key",
                "select id from job",
                "select * from auditor_tenant",
                "set role facematch_auditor",
                "select create_outcome_partitions(current_date, 1)",
                "select * from tenant_retention",
                "insert into tenant_retention (tenant, days, rule, actor_tenant, actor_client) values ('acme', 1, 'x', '', '')",
                "select change_retention('acme', 1, 'x', null, null, '', '')",
                "select change_default_retention(1)",
                "select delete_outcomes('acme', '2020-01-01', '2020-02-01', 1)",
                "select erase_subject('acme', '', '{}', '{}', '{}', '{}', '{}', '', '', '')",
                "delete from access_log",
                "delete from retention_ledger",
                "create temporary table mine (id integer)",
            })
    void retentionOnlyDeletesWhatIsDue(String statement) {
        assertRefused(User.RETENTION, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outcome",
                "audit_entry",
                "transparency_log",
                "log_tile",
                "log_checkpoint",
                "outcome_rollup",
                "rollup_position",
                "tenant_retention",
                "retention_ledger"
            })
    void anAuditorSeesTheTenantThatItsLoginIsBoundTo(String table) {
        storeRowsOf("bound");
        storeRowsOf("foreign");
        var tenants = "select tenant from " + table + " order by tenant";
        var connection = new SingleConnectionDataSource(connection(User.AUDITOR), true);
        var auditor = JdbcClient.create(connection);

        assertThat(auditor.sql(tenants).query(String.class).list())
                .as("not bound to any")
                .isEmpty();
        sql(User.OWNER)
                .sql("insert into auditor_tenant values ('facematch_auditor', 'bound')")
                .update();
        try {
            assertThat(auditor.sql(tenants).query(String.class).list()).containsExactly("bound");
            auditor.sql("set facematch.tenant = 'foreign'").update();
            assertThat(auditor.sql(tenants).query(String.class).list())
                    .as("what it says itself counts for nothing")
                    .containsExactly("bound");
        } finally {
            connection.destroy();
            sql(User.OWNER).sql("delete from auditor_tenant").update();
        }
    }

    /** As the documents say to make one for each tenant. */
    @Test
    void eachTenantMayHaveAnAuditorOfItsOwn() {
        storeRowsOf("bound");
        storeRowsOf("foreign");
        var login = "auditor_" + ProcessHandle.current().pid();
        var superuser = new JdbcTemplate(DATABASE.asSuperuser());
        superuser.execute("create role " + login + " login in role facematch_auditor");
        try {
            sql(User.OWNER)
                    .sql("insert into auditor_tenant values (?, 'foreign'), ('facematch_auditor', 'bound')")
                    .param(login)
                    .update();
            var connection =
                    new SingleConnectionDataSource(DATABASE.asSuperuser().getConnection(), true);
            var theirs = JdbcClient.create(connection);
            theirs.sql("set session authorization " + login).update();
            assertThat(theirs.sql("select tenant from outcome")
                            .query(String.class)
                            .list())
                    .containsExactly("foreign");
            theirs.sql("set role facematch_auditor").update();
            assertThat(theirs.sql("select tenant from outcome")
                            .query(String.class)
                            .list())
                    .as("it stays who it is")
                    .containsExactly("foreign");
            connection.destroy();
        } catch (SQLException e) {
            throw new AssertionError("not let in", e);
        } finally {
            sql(User.OWNER).sql("delete from auditor_tenant").update();
            superuser.execute("drop role " + login);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outcome",
                "audit_entry",
                "transparency_log",
                "log_tile",
                "log_checkpoint",
                "outcome_rollup",
                "rollup_position"
            })
    void theApiAsAnAuditorSeesTheTenantThatItNames(String table) {
        storeRowsOf("bound");
        storeRowsOf("foreign");
        var tenants = "select tenant from " + table + " order by tenant";
        var connection = new SingleConnectionDataSource(connection(User.API), true);
        try {
            var api = JdbcClient.create(connection);
            assertThat(api.sql(tenants).query(String.class).list()).contains("bound", "foreign");

            api.sql("set role facematch_auditor").update();
            assertThat(api.sql(tenants).query(String.class).list())
                    .as("none is named")
                    .isEmpty();
            api.sql("set facematch.tenant = 'bound'").update();
            assertThat(api.sql(tenants).query(String.class).list()).containsExactly("bound");
        } finally {
            connection.destroy();
        }
    }

    /** A right that is granted by mistake is not enough to change what was decided. */
    @Test
    void noPolicyLetsAProcessChangeAnOutcome() {
        var other = TestDatabase.create();
        var owner = JdbcClient.create(other.dataSource());
        new TestJobs(other.dataSource())
                .outcomes.write(TestJobs.matches(new TestJobs(other.dataSource()).job(JobState.RUNNING, 1), 0, 1));
        for (var user : List.of(User.API, User.WORKER)) {
            owner.sql("grant select, update, delete on outcome to " + user.username())
                    .update();
            var granted = JdbcClient.create(other.as(user));
            assertThat(granted.sql("select count(*) from outcome")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
            assertThat(granted.sql("update outcome set client = ''").update()).isZero();
            assertThat(granted.sql("delete from outcome").update()).isZero();
        }
    }

    @Test
    void retentionDropsAnOldMonth() {
        var day = LocalDate.of(2024, 2, 17);
        storeOutcome("old", day);
        sql(User.OWNER).sql("""
                        insert into tenant_key values ('old', 'REFERENCES', '2024-02-01', ''),
                            ('old', 'REFERENCES', '2024-03-01', ''), ('old', 'PHOTOS', null, '')""").update();
        var drop = sql(User.RETENTION)
                .sql("select drop_outcome_month('2024-02-29')")
                .query(Boolean.class);

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(drop::single)
                .withMessageContaining("1 outcomes of this month are not in the transparency log yet");
        storeEntry("old", day);
        storeLog("old");

        assertThat(drop.single()).isTrue();
        assertThat(count("pg_class where relname in ('outcome_2024_02', 'audit_entry_2024_02')"))
                .isZero();
        assertThat(count("log_tile where tenant = 'old'")).as("the hashes stay").isEqualTo(1);
        assertThat(count("tenant_key where tenant = 'old'"))
                .as("keys of other months, and of photos")
                .isEqualTo(2);
        assertThat(drop.single()).as("there is none any more").isFalse();
    }

    /** Not even who may delete can delete what a tenant keeps. */
    @Test
    void retentionDropsNoMonthThatATenantKeeps() {
        var day = LocalDate.of(2023, 5, 17);
        storeOutcome("keeper", day);
        storeEntry("keeper", day);
        var drop = sql(User.RETENTION)
                .sql("select drop_outcome_month('2023-05-01')")
                .query(Boolean.class);

        for (var keep : List.of("3660, '3660-days', null", "null, null, true")) {
            sql(User.API)
                    .sql("select change_retention('keeper', " + keep + ", null, 'keeper', 'chief')")
                    .query()
                    .singleRow();
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(drop::single)
                    .withMessageContaining("still to be kept");
            assertThat(sql(User.RETENTION)
                            .sql("select count(*) from (select delete_due_outcomes(100)) d")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
            assertThat(count("outcome where tenant = 'keeper'")).isEqualTo(1);
            sql(User.OWNER)
                    .sql("update tenant_retention set days = 30, changed_at = now() - interval '30 days'"
                            + " where tenant = 'keeper'")
                    .update();
        }
        sql(User.API)
                .sql("select change_retention('keeper', null, null, false, null, 'keeper', 'chief')")
                .query()
                .singleRow();
        assertThat(drop.single()).isTrue();
        assertThat(count("retention_ledger where tenant = 'keeper' and outcomes = 1 and month = '2023-05-01'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"current_date", "current_date - 31", "current_date + 400", "null"})
    void retentionDropsNoMonthThatMayStillGetOutcomes(String day) {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> sql(User.RETENTION)
                        .sql("select drop_outcome_month(" + day + ")")
                        .query(Boolean.class)
                        .single())
                .withMessageContaining("32 days after its end");
    }

    private static void storeRowsOf(String tenant) {
        if (count("outcome where tenant = '" + tenant + "'") == 0) {
            storeOutcome(tenant, TestJobs.TODAY);
            storeEntry(tenant, TestJobs.TODAY);
            storeLog(tenant);
            storeLedger(tenant);
        }
    }

    private static void storeLedger(String tenant) {
        for (var statement : List.of(
                "select change_retention(?, 30, '30-days', null, null, '', '')",
                "select enter_in_ledger(?, 'deletion', '30-days', null, 0, 0, 0, '{}', '', '', null)")) {
            sql(User.OWNER).sql(statement).param(tenant).query().singleRow();
        }
    }

    private static void storeOutcome(String tenant, LocalDate day) {
        sql(User.OWNER)
                .sql("select create_outcome_partitions(?, 1)")
                .param(day)
                .query((row, n) -> 0)
                .list();
        sql(User.OWNER).sql("""
                        insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, status, fault,
                            threshold, operating_point, worker, decided_at)
                        values (?, gen_random_uuid(), 0, ?, '', '', 'Error', 'EXPIRED', 0.5, '', '', cast(? as date))""").params(day, tenant, day).update();
    }

    private static void storeEntry(String tenant, LocalDate day) {
        sql(User.OWNER).sql("""
                        insert into audit_entry (accepted_on, job_id, pair_index, tenant, leaf_index, client, surface,
                            status, decided_at)
                        select accepted_on, job_id, pair_index, tenant, 0, client, surface, status, decided_at
                        from outcome where tenant = ? and accepted_on = ?""").params(tenant, day).update();
    }

    private static void storeLog(String tenant) {
        var root = "decode(repeat('00', 32), 'hex')";
        for (var statement : List.of(
                "insert into transparency_log values (?, 1, " + root + ")",
                "insert into log_tile values (?, 0, 0, " + root + ")",
                "insert into log_checkpoint values (?, 1, " + root + ", '', now())",
                "insert into outcome_rollup values (?, null, 0, now(), '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
                "insert into rollup_position values (?, 1)")) {
            sql(User.OWNER).sql(statement).param(tenant).update();
        }
    }

    /** @param rows a table, and perhaps a condition */
    private static long count(String rows) {
        return sql(User.OWNER)
                .sql("select count(*) from " + rows)
                .query(Long.class)
                .single();
    }

    private static Connection connection(User user) {
        try {
            return DATABASE.as(user).getConnection();
        } catch (SQLException e) {
            throw new AssertionError("not let in", e);
        }
    }

    @Test
    void nobodyElseGetsAtOutcomesPastTheirTable() {
        var partition = sql(User.OWNER)
                .sql("select inhrelid::regclass::text from pg_inherits where inhparent = 'outcome'::regclass limit 1")
                .query(String.class)
                .single();
        for (var user : List.of(User.API, User.WORKER, User.AUDITOR, User.RETENTION)) {
            assertRefused(user, "select * from " + partition);
            assertRefused(user, "truncate " + partition);
            assertRefused(user, "drop table " + partition);
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
        for (var user : List.of(User.API, User.WORKER, User.AUDITOR, User.RETENTION)) {
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
        var connected = CONNECTED.computeIfAbsent(user, each -> new SingleConnectionDataSource(connection(each), true));
        assertThatExceptionOfType(DataAccessException.class)
                .as(user + ": " + statement)
                .isThrownBy(() -> new JdbcTemplate(connected).execute(statement))
                .satisfies(refused -> assertThat(refused.getMostSpecificCause())
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                cause -> assertThat(cause.getSQLState())
                                        .as(cause.getMessage())
                                        .isEqualTo(REFUSED)));
    }
}
