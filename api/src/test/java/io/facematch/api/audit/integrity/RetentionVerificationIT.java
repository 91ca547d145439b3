package io.facematch.api.audit.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.audit.Settled;
import io.facematch.api.audit.integrity.Finding.Kind;
import io.facematch.api.audit.integrity.Verdict.Status;
import io.facematch.api.audit.log.LogOrigin;
import io.facematch.api.audit.log.OutcomeLeaf;
import io.facematch.api.audit.log.OutcomeLeaf.Commitments;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestDatabase.User;
import io.facematch.testing.TestJobs;
import io.facematch.testing.TestOutcomes;
import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.SignatureType;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is gone by right is accounted for; what somebody took away beside it is found. */
@SuppressWarnings("NullAway.Init") // filled before all tests
class RetentionVerificationIT {
    private static final LogOrigin ORIGIN = new LogOrigin("audit.example.com");
    private static final InstantSource CLOCK = InstantSource.system();
    private static final LocalDate OLD = LocalDate.of(2024, 1, 25);
    private static final int ROWS = 60;
    private static final int SUBJECT_ROWS = 3;

    private static final KeyPair KEY = pair();

    private static FilledLog filled;

    private final FilledLog log = filled.copy();
    private final TestDatabase database = log.database;
    private final TestJobs jobs = log.jobs;
    private final JdbcClient sql = jobs.jdbc;

    /** Of each tenant, an old month and some outcomes of these days, all in one log and signed. */
    @BeforeAll
    static void enterOutcomes() {
        var recent = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        try (var log = FilledLog.empty(CLOCK)) {
            filled = log;
            for (var tenant : List.of("acme", "globex")) {
                TestOutcomes.load(filled.jobs.jdbc, tenant, ROWS, 5, OLD);
                TestOutcomes.load(filled.jobs.jdbc, tenant, ROWS / 2, 5, recent);
            }
            filled.jobs.jdbc.sql("""
                            update outcome set probe_photo_digest = sha256('a photo')
                            where subject_reference = sha256(convert_to('acme0', 'UTF8'))""").update();
            look(filled.jobs.jdbc);
            settle(filled);
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** Somebody asks for the first subject and a photo of somebody else, and then for a photo of that subject. */
    private static void look(JdbcClient sql) {
        sql.sql("""
                        insert into access_log (id, at, request, tenant, actor_tenant, actor_client, what, filter,
                            subject_reference, photo_digest, progress, rows)
                        select id::uuid, now() - interval '2 years', gen_random_uuid(), 'acme', 'acme', 'auditor', 'search',
                            '{}', subject, photo, 'completed', 3
                        from (values ('00000000-0000-7000-8000-000000000001', sha256(convert_to('acme0', 'UTF8')), sha256('another')),
                            ('00000000-0000-7000-8000-000000000002', null, sha256('a photo'))) v (id, subject, photo)""").update();
    }

    private long digestsOfSearches() {
        return sql.sql("select count(subject_reference) + count(photo_digest) from access_log")
                .query(Long.class)
                .single();
    }

    private void settle() {
        settle(log);
    }

    private static void settle(FilledLog log) {
        Settled.await(log.jobs.jdbc);
        while (log.stream.follow()) {
            // There is more.
        }
        for (var tenant : List.of("acme", "globex")) {
            sign(log, tenant);
        }
    }

    private void deleteDue() {
        var retention = JdbcClient.create(TestDatabase.isOurs() ? database.as(User.RETENTION) : database.dataSource());
        while (retention
                .sql("select delete_due_outcomes(25) is not null")
                .query(Boolean.class)
                .single()) {
            // There is more.
        }
    }

    private void keep(String tenant, int days) {
        sql.sql("select change_retention(?, ?, 'test', null, null, 'acme', 'chief')")
                .params(tenant, days)
                .query()
                .singleRow();
    }

    private void hold(String tenant, boolean hold) {
        sql.sql("select change_retention(?, null, null, ?, 'a case', 'acme', 'chief')")
                .params(tenant, hold)
                .query()
                .singleRow();
    }

    private long outcomesOf(String tenant) {
        return sql.sql("select count(*) from outcome where tenant = ?")
                .param(tenant)
                .query(Long.class)
                .single();
    }

    private boolean isMonthThere() {
        return sql.sql("select to_regclass('outcome_2024_01') is not null")
                .query(Boolean.class)
                .single();
    }

    @Test
    void dropsTheMonthThatNoTenantKeepsAndIsIntact() throws Exception {
        deleteDue();

        assertThat(isMonthThere()).isFalse();
        assertThat(sql.sql(
                                "select tenant || ' ' || kind || ' ' || rule || ' ' || coalesce(month::text, '-') || ' ' || outcomes || ' ' || searches || ' ' || leaves::text from retention_ledger order by tenant, id")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "acme deletion default (365 days) 2024-01-01 60 0 {[0,60)}",
                        "acme deletion default (365 days) - 0 2 {[90,92)}",
                        "globex deletion default (365 days) 2024-01-01 60 0 {[0,60)}");
        assertIntact("before the ledger is in the log", ROWS, 0);
        settle();
        assertIntact("after", ROWS, 0);
        assertThat(digestsOfSearches()).isZero();
    }

    private void assertIntact(String as, long deleted, long erased) throws Exception {
        assertThat(verify().getFirst())
                .as(as)
                .extracting(Verdict::first, Verdict::status, Verdict::deleted, Verdict::erased)
                .containsExactly(null, Status.INTACT, deleted, erased);
    }

    @Test
    void deletesRowsWhereAnotherTenantKeepsTheMonth() throws Exception {
        keep("globex", 3660);

        deleteDue();
        settle();

        assertThat(isMonthThere()).isTrue();
        assertThat(outcomesOf("acme")).isEqualTo(ROWS / 2);
        assertThat(outcomesOf("globex")).isEqualTo(ROWS + ROWS / 2);
        assertThat(sql.sql("select array_agg(outcomes order by id) from retention_ledger where outcomes > 0")
                        .query((row, n) -> (Long[]) row.getArray(1).getArray())
                        .single())
                .as("in steps")
                .containsExactly(25L, 25L, 10L);
        assertIntact("in parts", ROWS, 0);
        assertThat(verify().get(1).deleted()).isZero();
    }

    @Test
    void aHoldKeepsEverythingUntilItIsReleased() throws Exception {
        hold("acme", true);
        deleteDue();
        assertThat(outcomesOf("acme")).isEqualTo(ROWS + ROWS / 2);
        assertThat(outcomesOf("globex")).isEqualTo(ROWS / 2);
        assertThat(digestsOfSearches()).isEqualTo(3);

        hold("acme", false);
        deleteDue();
        settle();

        assertThat(outcomesOf("acme")).isEqualTo(ROWS / 2);
        assertIntact("after", ROWS, 0);
    }

    /** So that a mistake, or somebody who wants something gone, is seen in time. */
    @Test
    void aShorterPeriodHoldsAfterAWeek() {
        keep("acme", 3660);
        keep("acme", 30);
        deleteDue();
        assertThat(outcomesOf("acme")).isEqualTo(ROWS + ROWS / 2);

        sql.sql("update tenant_retention set changed_at = changed_at - interval '8 days'")
                .update();
        deleteDue();

        assertThat(outcomesOf("acme")).isEqualTo(ROWS / 2);
    }

    @Test
    void keepsWhatIsNotYetALeaf() {
        TestOutcomes.load(sql, "late", 3, 5, OLD);

        deleteDue();

        assertThat(isMonthThere()).isTrue();
        assertThat(outcomesOf("late")).isEqualTo(3);
        assertThat(outcomesOf("acme")).as("the others go one by one").isEqualTo(ROWS / 2);
    }

    @Test
    void keepsAMonthWhoseNamesAreStillThere() {
        sql.sql("""
                        insert into job (id, tenant, client, surface, kind, state, operating_point, total, payload_bytes,
                            accepted_on, created_at, finished_at, lease_until, expires_at, purge_at)
                        values (gen_random_uuid(), 'globex', 'c', 'v1', 'SINGLE', 'CANCELLED', 'STANDARD', 1, 0, '2024-01-03',
                            now(), now(), now(), now(), now())""").update();

        deleteDue();

        assertThat(isMonthThere()).isTrue();
        assertThat(outcomesOf("globex")).isEqualTo(ROWS + ROWS / 2);
        assertThat(outcomesOf("acme")).isEqualTo(ROWS / 2);
    }

    @Test
    void deletesJobsThatHaveNoOutcomeAnyMore() {
        for (var tenant : List.of("acme", "held")) {
            sql.sql("""
                            insert into job (id, tenant, client, surface, kind, state, operating_point, total, payload_bytes,
                                accepted_on, created_at, finished_at, lease_until, expires_at, purge_at, purged)
                            values (cast(:id as uuid), :tenant, 'c', 'v1', 'SINGLE', 'COMPLETED', 'STANDARD', 1, 0, '2024-01-03',
                                now(), now(), now(), now(), now(), true)""")
                    .param(
                            "id",
                            new UUID((1_704_240_000_000L << 16) | 0x7000 | tenant.charAt(0), 0x8000_0000_0000_0000L)
                                    .toString())
                    .param("tenant", tenant)
                    .update();
        }
        hold("held", true);

        deleteDue();

        assertThat(sql.sql("select tenant from job where accepted_on < '2025-01-01'")
                        .query(String.class)
                        .list())
                .containsExactly("held");
    }

    /** In the middle of a month, and once more: what is gone is in the ledger, and the rest follows. */
    @Test
    void goesOnWhereAnotherProcessStopped() throws Exception {
        keep("globex", 3660);
        sql.sql("select delete_due_outcomes(25)").query(Long.class).single();
        jobs.transaction.executeWithoutResult(status -> {
            sql.sql("select delete_due_outcomes(25)").query(Long.class).single();
            status.setRollbackOnly();
        });
        assertThat(outcomesOf("acme")).isEqualTo(ROWS - 25 + ROWS / 2);
        settle();
        assertIntact("half of it", 25, 0);

        deleteDue();
        settle();

        assertIntact("all of it", ROWS, 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            delete from outcome where (job_id, pair_index) in (select job_id, pair_index from audit_entry where tenant = 'acme' and leaf_index = 70) | REMOVED | 70
            update retention_ledger set leaves = '{[0,80)}' where outcomes > 0                      | REMOVED | 0
            update access_log set subject_reference = sha256('1') where what = 'search'             | CHANGED | 90
            update access_log set photo_digest = sha256('a photo') where photo_digest is null and id::text like '%02' | CHANGED | 91
            update access_entry set photo = sha256('1') where leaf_index = 91                       | CHANGED | 91
            """)
    void findsWhatWasDoneBesideIt(String forgery, Kind kind, long row) throws Exception {
        deleteDue();
        settle();

        sql.sql(forgery).update();

        assertFirst(kind, row);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource(delimiter = '|', textBlock = """
            with gone as (delete from audit_entry where tenant = 'acme' and leaf_index = 71 returning *) delete from outcome o using gone where o.job_id = gone.job_id and o.pair_index = gone.pair_index | REMOVED | 71
            update retention_ledger set rule = 'another' where outcomes > 0                         | REMOVED | 0
            update retention_ledger set actor_client = 'another' where tenant = 'acme' and outcomes > 0 | REMOVED | 0
            delete from retention_ledger where outcomes > 0                                         | REMOVED | 0
            """)
    void findsWhateverWasDoneBesideIt(String forgery, Kind kind, long row) throws Exception {
        findsWhatWasDoneBesideIt(forgery, kind, row);
    }

    private void assertFirst(Kind kind, long row) throws Exception {
        var verdict = verify().getFirst();
        assertThat(verdict.status()).isEqualTo(Status.ALTERED);
        assertThat(verdict.firstFinding().orElseThrow())
                .extracting(Finding::kind, Finding::row)
                .containsExactly(kind, row);
    }

    /** Whoever owns the database and removes rows can write into the ledger, but not into the log. */
    @ParameterizedTest
    @ValueSource(strings = {"", "access", "far ahead"})
    void aForgedLedgerExcusesNothing(String how) throws Exception {
        sql.sql("""
                        with gone as (delete from audit_entry where tenant = 'acme' and leaf_index = 7 returning *)
                        delete from outcome o using gone where o.job_id = gone.job_id and o.pair_index = gone.pair_index""").update();
        if (how.isEmpty()) {
            sql.sql("alter table retention_ledger drop constraint retention_ledger_id_fkey")
                    .update();
        } else {
            sql.sql("""
                            insert into access_log (id, at, request, tenant, actor_tenant, actor_client, what, filter, progress, rows, xid)
                            values ('01900000-0000-7000-8000-000000000000', now(), gen_random_uuid(), 'acme', '', 'x', 'deletion',
                                jsonb_build_object('rule', 'x', 'outcomes', '1', 'searches', '0', 'jobs', '0', 'leaves',
                                    encode(sha256('{[7,8)}'), 'hex')), 'completed', 1, cast(? as xid8))""")
                    .param(how.equals("access") ? "1" : "9223372036854775807")
                    .update();
        }
        sql.sql("""
                        insert into retention_ledger values ('01900000-0000-7000-8000-000000000000',
                            coalesce((select at from access_log where id = '01900000-0000-7000-8000-000000000000'), now()), 'acme',
                            'deletion', 'x', null, 1, 0, 0, '', 'x', '{[7,8)}', null)""").update();

        assertFirst(Kind.REMOVED, 7);
    }

    /** What tells of the first subject, as the API does it. */
    private void erase() {
        var entries = sql.sql("select e.salt, " + OutcomeLeaf.COLUMNS
                        + " from audit_entry e join outcome o using (accepted_on, job_id, pair_index)"
                        + " where e.tenant = 'acme' and e.subject_reference = sha256(convert_to('acme0', 'UTF8'))"
                        + " order by e.leaf_index")
                .query((row, n) -> {
                    var kept = Commitments.of(row, RowSalt.of(row.getBytes("salt")));
                    return new Object[] {
                        row.getString("accepted_on"),
                        row.getObject("job_id", UUID.class),
                        row.getInt("pair_index"),
                        kept.comparison().bytes(),
                        kept.subject().bytes()
                    };
                })
                .list();
        sql.sql("""
                        select erase_subject('acme', sha256(convert_to('acme0', 'UTF8')), ?::date[], ?::uuid[], ?::integer[], ?::bytea[],
                            ?::bytea[], 'acme', 'chief', sha256('receipt'))""")
                .param(entries.stream().map(entry -> (String) entry[0]).toArray(String[]::new))
                .param(entries.stream().map(entry -> (UUID) entry[1]).toArray(UUID[]::new))
                .param(entries.stream().map(entry -> (Integer) entry[2]).toArray(Integer[]::new))
                .param(entries.stream().map(entry -> (byte[]) entry[3]).toArray(byte[][]::new))
                .param(entries.stream().map(entry -> (byte[]) entry[4]).toArray(byte[][]::new))
                .query()
                .singleRow();
    }

    @Test
    void isIntactAfterASubjectWasErasedAndAfterItsMonthWent() throws Exception {
        erase();
        assertThat(digestsOfSearches()).isZero();
        assertIntact("before the ledger is in the log", 0, 2 * SUBJECT_ROWS);
        settle();
        assertIntact("after", 0, 2 * SUBJECT_ROWS);

        deleteDue();
        settle();
        assertIntact("when the month went, too", ROWS, SUBJECT_ROWS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update outcome set similarity = 0.9, cosine = 0.9 where erased_at is not null and status = 'Success' | -1
            update outcome set erased_at = null where erased_at is not null                           | 0
            update audit_entry set salt = '\\x00112233445566778899aabbccddeeff' where salt is null      | 0
            update retention_ledger set leaves = '{}'                                                 | 0
            update access_log set photo_digest = sha256('a photo') where id::text like '%02'          | 91
            """)
    void findsWhatWasDoneToErasedOutcomes(String forgery, long row) throws Exception {
        erase();
        settle();
        sql.sql("alter table outcome drop constraint outcome_decided_when_success")
                .update();

        assertThat(sql.sql(forgery).update()).isPositive();

        var first = verify().getFirst().firstFinding().orElseThrow();
        assertThat(first.kind()).isEqualTo(Kind.CHANGED);
        assertThat(row < 0 ? row : first.row()).isEqualTo(row);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource(delimiter = '|', textBlock = """
            update outcome set probe_face = '{}' where erased_at is not null                          | 0
            update outcome set probe_photo_digest = '\\x01' where erased_at is not null                | 0
            update outcome set decision = case decision when 'MATCH' then 'NON_MATCH' else 'MATCH' end where erased_at is not null and status = 'Success' | -1
            update outcome set worker = 'other' where erased_at is not null                           | 0
            update audit_entry set comparison_commitment = sha256('1') where salt is null             | 0
            update audit_entry set comparison_commitment = null where salt is null                    | 0
            update access_log set subject_reference = sha256('1') where what = 'search'               | 90
            """)
    void findsWhateverWasDoneToErasedOutcomes(String forgery, long row) throws Exception {
        findsWhatWasDoneToErasedOutcomes(forgery, row);
    }

    /** As an erasure does it, without one. */
    @Test
    void findsValuesThatWereTakenAwayWithoutAnErasure() throws Exception {
        sql.sql("""
                        update outcome set similarity = null, cosine = null, probe_face = null, reference_face = null,
                            subject_reference = null, erased_at = now()
                        where (job_id, pair_index) = (select job_id, pair_index from audit_entry where tenant = 'acme' and leaf_index = 5)""").update();
        sql.sql("""
                        update audit_entry set similarity = null, subject_reference = null, salt = null,
                            comparison_commitment = sha256('1'), subject_commitment = sha256('2')
                        where tenant = 'acme' and leaf_index = 5""").update();

        assertFirst(Kind.CHANGED, 5);
        assertThat(verify().getFirst().firstFinding().orElseThrow().inWords())
                .contains("the ledger does not say that they were erased");
    }

    @ParameterizedTest
    @CsvSource({"subject_reference, 90", "photo_digest, 90", "photo_digest, 91"})
    void findsADigestOfASearchThatWasTakenAway(String column, long row) throws Exception {
        sql.sql("update access_log l set " + column
                        + " = null from access_entry e where e.access_id = l.id and leaf_index = ?")
                .param(row)
                .update();

        assertFirst(Kind.CHANGED, row);
        assertThat(verify().getFirst().firstFinding().orElseThrow().inWords()).contains("the ledger does not say so");
    }

    private List<Verdict> verify() throws Exception {
        return new LogVerification(
                        database.dataSource(),
                        new Trust(ORIGIN, name -> List.of(signer(name).verifier()), List.of()),
                        2)
                .verify(Optional.empty(), Progress.NONE);
    }

    private static void sign(FilledLog log, String tenant) {
        var head = log.logs.head(tenant);
        var name = ORIGIN.ofTenant(tenant);
        log.jobs
                .jdbc
                .sql("""
                        insert into log_checkpoint (tenant, size, root, note, issued_at) values (?, ?, ?, ?, ?)
                        on conflict do nothing""")
                .params(
                        tenant,
                        head.size(),
                        head.root().bytes(),
                        new Checkpoint(name, head).sign(List.of(signer(name))).toString(),
                        Timestamp.from(TestJobs.NOW))
                .update();
    }

    private static NoteSigner signer(String name) {
        return new NoteSigner(name, SignatureType.ED25519, KEY, CLOCK);
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance(SignatureType.ED25519.algorithm())
                    .generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
