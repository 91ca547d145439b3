package io.facematch.api.audit.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.audit.Settled;
import io.facematch.api.audit.integrity.Finding.Kind;
import io.facematch.api.audit.integrity.Verdict.Status;
import io.facematch.api.audit.log.LogOrigin;
import io.facematch.api.audit.log.OutcomeLeaf;
import io.facematch.job.JobState;
import io.facematch.job.OpenJob;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.tree.TreeHasher;
import io.facematch.transparency.tree.TreeHead;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Whoever changes the database, as its owner, is found, and the first row that does not fit is named. */
@SuppressWarnings("NullAway.Init") // filled before all tests
class LogVerificationIT {
    private static final LogOrigin ORIGIN = new LogOrigin("audit.example.com");
    private static final InstantSource CLOCK = InstantSource.fixed(TestJobs.NOW);
    private static final int SIGNED = 300;
    private static final int ROWS = 310;

    private static final List<KeyPair> KEYS = List.of(pair(SignatureType.ED25519), pair(SignatureType.ML_DSA_44));

    private static FilledLog filled;
    private static OpenJob job;

    private final FilledLog log = filled.copy();
    private final TestJobs jobs = log.jobs;
    private final List<Checkpoint> kept = new ArrayList<>();

    /** A signed full tile, one that is signed in part, and rows that are not signed yet; in two partitions. */
    @BeforeAll
    static void enterOutcomes() {
        try (var log = FilledLog.empty(CLOCK)) {
            filled = log;
            job = filled.jobs.job(JobState.RUNNING, 400);
            enter(filled, job, 0, 200);
            sign(filled, "acme", KEYS);
            var nextMonth = filled.jobs.job(JobState.RUNNING, 400, TestJobs.TODAY.plusMonths(1));
            enter(filled, nextMonth, 0, 50);
            sign(filled, "acme", KEYS);
            enter(filled, job, 200, 250);
            sign(filled, "acme", KEYS);
            enter(filled, nextMonth, 50, 60);
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static void enter(FilledLog log, OpenJob of, int from, int to) {
        log.jobs.outcomes.write(TestJobs.matches(of, from, to));
        follow(log);
    }

    private static void follow(FilledLog log) {
        Settled.await(log.jobs.jdbc);
        log.stream.follow();
    }

    private void follow() {
        follow(log);
    }

    @Test
    void findsNothingInWhatNobodyTouched() throws Exception {
        var theirs = TestJobs.of("globex", jobs.job(JobState.RUNNING, 2));
        enter(log, theirs, 0, 2);
        sign("globex", KEYS);
        jobs.outcomes.write(TestJobs.matches(job, 250, 253));

        assertThat(verify())
                .containsExactly(
                        new Verdict("acme", ROWS, SIGNED, true, 3, TestJobs.NOW, null, 0),
                        new Verdict("globex", 2, 2, true, 0, TestJobs.NOW, null, 0))
                .allMatch(verdict -> verdict.status() == Status.INTACT);
        assertThat(verification(jobs.dataSource).verify(Optional.empty(), Progress.NONE))
                .isEqualTo(verify());
        assertThat(verification().verify(Optional.of("globex"), Progress.NONE))
                .map(Verdict::tenant)
                .containsExactly("globex");
        assertThat(verification().verify(Optional.of("nobody"), Progress.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "outcome, similarity = 0.94",
        "outcome, decided_at = decided_at + interval '1 microsecond'",
        "outcome, tenant = 'other'",
        "audit_entry, salt = '\\x00112233445566778899aabbccddeeff'",
        // Only what searches look at.
        "audit_entry, similarity = null"
    })
    void namesTheFirstRowThatWasChanged(String table, String change) throws Exception {
        var changed = outcomeAt(270);
        change(table, change, changed);
        change(table, change, outcomeAt(305));

        var verdict = verify().getFirst();
        assertThat(verdict.status()).isEqualTo(Status.ALTERED);
        assertThat(verdict.findings()).isEqualTo(2);
        var first = verdict.firstFinding().orElseThrow();
        assertThat(first.kind()).isEqualTo(Kind.CHANGED);
        assertThat(first.row()).isEqualTo(270);
        assertThat(first.outcome()).hasToString(changed);
        assertThat(first.inWords()).contains("row 270", changed, "was changed");
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({
        "outcome, decision = 'NON_MATCH'",
        "outcome, decided_at = 'infinity'",
        "outcome, client = 'other'",
        "outcome, subject_reference = '\\x02'",
        "outcome, worker = 'other'",
        "audit_entry, decision = 'NON_MATCH'",
        "audit_entry, subject_reference = '\\x02'"
    })
    void namesTheFirstRowWhateverWasChanged(String table, String change) throws Exception {
        namesTheFirstRowThatWasChanged(table, change);
    }

    private void change(String table, String change, String outcome) {
        assertThat(jobs.jdbc
                        .sql("update " + table + " set " + change + " where job_id || '.' || pair_index = ?")
                        .param(outcome)
                        .update())
                .isEqualTo(1);
    }

    private void changeEverywhere(int row) {
        change("outcome", "similarity = 0.94", outcomeAt(row));
        change("audit_entry", "similarity = 0.94", outcomeAt(row));
    }

    @Test
    void namesAnOutcomeThatWasRemoved() throws Exception {
        var removed = outcomeAt(7);
        delete("outcome", removed);

        assertFirst(Kind.REMOVED, 7);
        assertThat(verify().getFirst().firstFinding().orElseThrow().outcome()).hasToString(removed);
    }

    @ParameterizedTest
    @CsvSource({"0", "7", "255", "256", "309"})
    void namesARowThatWasRemovedWithItsEntry(int row) throws Exception {
        var removed = outcomeAt(row);
        delete("outcome", removed);
        delete("audit_entry", removed);

        assertFirst(Kind.REMOVED, row);
    }

    @Test
    void findsAnEntryThatWasRemoved() throws Exception {
        delete("audit_entry", outcomeAt(7));

        assertFirst(Kind.REMOVED, 7);
        assertThat(verify().getFirst().findings()).isEqualTo(2);
    }

    @Test
    void namesAnOutcomeThatWasInserted() throws Exception {
        var inserted = copy(outcomeAt(7), 390, "xid");

        var first = verify().getFirst().firstFinding().orElseThrow();
        assertThat(first.kind()).isEqualTo(Kind.INSERTED);
        assertThat(first.outcome()).hasToString(inserted);
        assertThat(first.inWords()).contains("outcome " + inserted, "was inserted");
    }

    /** So that the stream would not come to it for years. */
    @Test
    void namesAnOutcomeThatWasInsertedFarAhead() throws Exception {
        var inserted = copy(outcomeAt(7), 390, "'9223372036854775807'::xid8");

        assertThat(verify().getFirst().firstFinding().orElseThrow().outcome()).hasToString(inserted);
    }

    /** Then there are as many outcomes as there should be. */
    @Test
    void findsTheOneThatWasInsertedForOneThatWasRemoved() throws Exception {
        delete("outcome", outcomeAt(7));
        copy(outcomeAt(8), 390, "xid");

        assertFirst(Kind.REMOVED, 7);
        assertThat(verify().getFirst().findings()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"7", "309", "310", "5000"})
    void namesAnOutcomeThatWasInsertedWithAnEntry(int row) throws Exception {
        var inserted = copy(outcomeAt(7), 390, "xid");
        jobs.jdbc.sql("""
                        insert into audit_entry (accepted_on, job_id, pair_index, tenant, leaf_index, salt, client, surface,
                            status, decision, similarity, embedder, calibration, subject_reference, decided_at)
                        select accepted_on, job_id, 390, tenant, ?, salt, client, surface,
                            status, decision, similarity, embedder, calibration, subject_reference, decided_at
                        from audit_entry where leaf_index = 7""").param(row).update();

        assertFirst(Kind.INSERTED, row);
        assertThat(verify().getFirst().firstFinding().orElseThrow().outcome()).hasToString(inserted);
    }

    @Test
    void tellsWhenRowsChangedTheirPlaces() throws Exception {
        jobs.jdbc
                .sql("update audit_entry set leaf_index = 311 - leaf_index where leaf_index in (11, 300)")
                .update();

        assertFirst(Kind.MOVED, 11);
        assertThat(verify().getFirst().firstFinding().orElseThrow().inWords())
                .contains("row 11", "was moved", "it was row 300");
    }

    @Test
    void tellsWhenARowWasPutIntoAnotherLog() throws Exception {
        enter(log, TestJobs.of("globex", jobs.job(JobState.RUNNING, 2)), 0, 2);
        jobs.jdbc
                .sql(
                        "update audit_entry set tenant = 'globex', leaf_index = 1 where tenant = 'acme' and leaf_index = 7")
                .update();

        assertThat(verify())
                .map(verdict -> verdict.firstFinding().orElseThrow().kind())
                .containsExactly(Kind.REMOVED, Kind.INSERTED);
    }

    /** In a full tile, which has a hash above it, and in the last one, which has the root only. */
    @ParameterizedTest
    @CsvSource({"7, 0", "270, 0"})
    void findsARowThatWasChangedWithItsHash(int row) throws Exception {
        changeEverywhere(row);
        hashAnew(row);

        var verdict = verify().getFirst();
        assertThat(verdict.status()).isEqualTo(Status.ALTERED);
        var first = verdict.firstFinding().orElseThrow();
        assertThat(first.row()).isLessThanOrEqualTo(row);
        assertThat(first.last()).isGreaterThanOrEqualTo(row);
    }

    @Test
    void findsAHashThatWasChanged() throws Exception {
        for (int level = 0; level < 2; level++) {
            var spoilt = "update log_tile set hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) where level = "
                    + level + " and tile_index = 0";
            jobs.jdbc.sql(spoilt).update();
            assertThat(verify().getFirst().status()).isEqualTo(Status.ALTERED);
            jobs.jdbc.sql(spoilt).update();
            assertThat(verify().getFirst().status()).isEqualTo(Status.INTACT);
        }
    }

    @ParameterizedTest
    @CsvSource({"level = 0 and tile_index = 0", "level = 0 and tile_index = 1", "level = 1"})
    void findsThatHashesAreGone(String which) throws Exception {
        jobs.jdbc.sql("delete from log_tile where " + which).update();

        assertThat(verify().getFirst().firstFinding().orElseThrow().kind()).isEqualTo(Kind.HASHES);
    }

    @Test
    void findsThatARootWasChanged() throws Exception {
        jobs.jdbc.sql("update transparency_log set root = sha256(root)").update();

        assertFirst(Kind.HASHES, 0);
    }

    /** Whoever owns the database can make all hashes anew, but can't sign them. */
    @ParameterizedTest
    @CsvSource({"7, 0, 200", "220, 200, 250", "270, 250, 300"})
    void findsALogThatWasMadeAnew(int row, int from, int to) throws Exception {
        changeEverywhere(row);
        makeLogAnew();

        var first = verify().getFirst().firstFinding().orElseThrow();
        assertThat(first.kind()).isEqualTo(Kind.FORKED);
        assertThat(first.row()).isEqualTo(from);
        assertThat(first.last()).isEqualTo(to - 1);
        assertThat(first.inWords()).contains("one or more of rows " + from + " to " + (to - 1) + " were changed");
    }

    @Test
    void findsACheckpointThatSomebodyElseSigned() throws Exception {
        changeEverywhere(7);
        makeLogAnew();
        jobs.jdbc.sql("delete from log_checkpoint").update();
        sign("acme", List.of(pair(SignatureType.ED25519), pair(SignatureType.ML_DSA_44)));

        assertFirst(Kind.SIGNATURE, 0);
    }

    /** With the key itself, nothing in the database tells. */
    @Test
    void findsALogThatDoesNotContinueAKeptCheckpoint() throws Exception {
        var head = log.logs.tree("acme").head(SIGNED);
        changeEverywhere(7);
        makeLogAnew();
        jobs.jdbc.sql("delete from log_checkpoint").update();
        sign("acme", KEYS);
        assertThat(verify().getFirst().status()).isEqualTo(Status.INTACT);

        kept.add(new Checkpoint(ORIGIN.ofTenant("globex"), head));
        assertThat(verify().getFirst().status()).isEqualTo(Status.INTACT);
        kept.add(new Checkpoint(ORIGIN.ofTenant("acme"), head));
        assertFirst(Kind.FORKED, 0);
    }

    /** All of it, so that the database does not even know its tenant any more. */
    @Test
    void findsThatALogIsGoneOfWhichACheckpointWasKept() throws Exception {
        var other = "t".repeat(300); // whose log is named by a hash
        kept.add(new Checkpoint(ORIGIN.ofTenant("acme"), log.logs.tree("acme").head(SIGNED)));
        kept.add(new Checkpoint(
                ORIGIN.ofTenant(other), new TreeHead(7, log.logs.head("acme").root())));
        for (var table : List.of("outcome", "audit_entry", "log_tile", "transparency_log", "log_checkpoint")) {
            jobs.jdbc.sql("delete from " + table).update();
        }

        assertThat(verify())
                .extracting(verdict -> verdict.firstFinding().orElseThrow().kind())
                .containsExactly(Kind.CUT_OFF, Kind.CUT_OFF);
        assertThat(verify().getFirst().tenant()).isEqualTo("acme");
        assertThat(verify().getFirst().firstFinding().orElseThrow().rows()).isEqualTo(SIGNED);
        assertThat(verify().getLast().tenant()).isEqualTo(ORIGIN.ofTenant(other));
        assertThat(verification().verify(Optional.of("acme"), Progress.NONE)).hasSize(1);
        assertThat(verification().verify(Optional.of("nobody"), Progress.NONE)).isEmpty();
    }

    @Test
    void findsThatALogWasCutOff() throws Exception {
        jobs.jdbc.sql("delete from outcome").update();
        jobs.jdbc.sql("delete from audit_entry").update();
        jobs.jdbc.sql("delete from log_tile").update();
        jobs.jdbc.sql("delete from transparency_log").update();

        assertFirst(Kind.CUT_OFF, 0);
    }

    @Test
    void doesNotCallIntactWhatNobodySigned() throws Exception {
        jobs.jdbc.sql("delete from log_checkpoint").update();
        assertThat(verify().getFirst().status()).isEqualTo(Status.UNVERIFIED);

        sign("acme", KEYS);
        assertThat(new LogVerification(jobs.dataSource, new Trust(ORIGIN, name -> List.of(), List.of()), 2)
                        .verify(Optional.empty(), Progress.NONE)
                        .getFirst()
                        .status())
                .isEqualTo(Status.UNVERIFIED);
    }

    @Test
    void findsThatASaltIsGone() throws Exception {
        jobs.jdbc.sql("update audit_entry set salt = null where leaf_index = 3").update();

        var first = verify().getFirst().firstFinding().orElseThrow();
        assertThat(first.kind()).isEqualTo(Kind.CHANGED);
        assertThat(first.row()).isEqualTo(3);
    }

    @Test
    void isIntactWithAccessesAmongItsRows() throws Exception {
        look(2);
        jobs.outcomes.write(TestJobs.matches(job, 250, 253));
        look(1);
        follow();
        sign("acme", KEYS);

        assertThat(verify().getFirst().first()).isNull();
        assertThat(verify().getFirst().status()).isEqualTo(Status.INTACT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update access_log set filter = '{}'                                       | CHANGED
            update access_log set filter = '{"from": null}'                           | CHANGED
            update access_log set filter = '{"from": {"to": 1}}'                      | CHANGED
            update access_log set at = 'infinity'                                     | CHANGED
            update access_log set photo_digest = sha256('other')                      | CHANGED
            update access_log set photo_digest = subject_reference, subject_reference = photo_digest | CHANGED
            update access_entry set photo = subject, photo_salt = subject_salt        | CHANGED
            update access_entry set salt = sha256('other')                            | CHANGED
            with gone as (delete from access_entry returning access_id) delete from access_log using gone where id = access_id | REMOVED
            """)
    void findsWhatWasDoneToAccesses(String forgery, Kind kind) throws Exception {
        look(1);
        follow();
        sign("acme", KEYS);
        jobs.jdbc
                .sql("alter table access_entry drop constraint access_entry_access_id_fkey")
                .update();
        jobs.jdbc.sql(forgery).update();

        var first = verify().getFirst().firstFinding().orElseThrow();
        assertThat(first.kind()).isEqualTo(kind);
        assertThat(first.row()).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource(delimiter = '|', textBlock = """
            update access_log set actor_client = 'nobody'                             | CHANGED
            update access_log set rows = rows + 1                                     | CHANGED
            update access_log set subject_reference = sha256('other')                 | CHANGED
            delete from access_entry                                                  | REMOVED
            """)
    void findsWhateverWasDoneToAccesses(String forgery, Kind kind) throws Exception {
        findsWhatWasDoneToAccesses(forgery, kind);
    }

    @Test
    void findsAnAccessThatWasWrittenPastTheStream() throws Exception {
        look(1);
        follow();
        sign("acme", KEYS);
        look(1);
        jobs.jdbc
                .sql(
                        "update access_log l set xid = '1' where not exists (select from access_entry where access_id = l.id)")
                .update();

        assertThat(verify().getFirst().firstFinding().orElseThrow().inWords()).startsWith("an access was inserted");
    }

    /** Somebody looks at the outcomes of acme, and asks for a subject and a photo. */
    private void look(int times) {
        for (int i = 0; i < times; i++) {
            jobs.jdbc.sql("""
                            insert into access_log (id, at, request, tenant, actor_tenant, actor_client, what, filter,
                                subject_reference, photo_digest, progress, rows)
                            values (gen_random_uuid(), now(), gen_random_uuid(), 'acme', 'acme', 'auditor', 'search',
                                '{"status": "Error"}', sha256('subject'), sha256('photo'), 'completed', 3)""").update();
        }
    }

    /** They wait until it is mended, which is not what would be said of rows that somebody has inserted. */
    @Test
    void namesTheDamageOfALogThatIsHeldAndNotWhatWaitsForIt() throws Exception {
        jobs.jdbc
                .sql(
                        "update log_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 0 and tile_index = 1")
                .update();
        enter(log, job, 250, 253);
        look(1);
        follow();

        var verdict = verify().getFirst();
        assertThat(verdict.firstFinding().orElseThrow().kind()).isNotEqualTo(Kind.INSERTED);
        assertThat(verdict.waiting()).isEqualTo(3);
        jobs.jdbc
                .sql(
                        "update log_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 0 and tile_index = 1")
                .update();
        follow();
        assertThat(verify().getFirst())
                .matches(mended -> mended.status() == Status.INTACT && mended.size() == ROWS + 4);
    }

    /** The position is far ahead of what this cluster counts. */
    @Test
    void doesNotCallInsertedWhatWaitsAfterABackupWasRestored() throws Exception {
        jobs.outcomes.write(TestJobs.matches(job, 250, 253));
        for (var table : List.of("outcome", "audit_position")) {
            jobs.jdbc
                    .sql("update " + table + " set xid = (xid::text::bigint + 1000000000)::text::xid8")
                    .update();
        }

        assertThat(verify().getFirst().status()).isEqualTo(Status.INTACT);
    }

    private void assertFirst(Kind kind, long row) throws Exception {
        var verdict = verify().getFirst();
        assertThat(verdict.status()).isEqualTo(Status.ALTERED);
        assertThat(verdict.firstFinding().orElseThrow())
                .extracting(Finding::kind, Finding::row)
                .containsExactly(kind, row);
    }

    private List<Verdict> verify() throws Exception {
        return verification().verify(Optional.empty(), Progress.NONE);
    }

    private LogVerification verification() {
        return verification(binary(log.database));
    }

    /** Whose rows come in binary, as they do from any connection that has run a statement a few times. */
    private static DataSource binary(TestDatabase database) {
        var source = (DriverManagerDataSource) database.dataSource();
        var properties = new Properties();
        properties.setProperty("prepareThreshold", "-1");
        source.setConnectionProperties(properties);
        return source;
    }

    private LogVerification verification(DataSource source) {
        return new LogVerification(
                source,
                new Trust(
                        ORIGIN,
                        name -> signers(name, KEYS).map(NoteSigner::verifier).toList(),
                        kept),
                2);
    }

    private String outcomeAt(long row) {
        return jobs.jdbc
                .sql("select job_id || '.' || pair_index from audit_entry where tenant = 'acme' and leaf_index = ?")
                .param(row)
                .query(String.class)
                .single();
    }

    private void delete(String table, String outcome) {
        jobs.jdbc
                .sql("delete from " + table + " where job_id || '.' || pair_index = ?")
                .param(outcome)
                .update();
    }

    /** The same outcome once more, under another index. */
    private String copy(String outcome, int index, String xid) {
        var columns = jobs.jdbc.sql("""
                        select string_agg(quote_ident(attname), ', ') from pg_attribute
                        where attrelid = 'outcome'::regclass and attnum > 0 and not attisdropped
                            and attname not in ('xid', 'pair_index')""").query(String.class).single();
        jobs.jdbc
                .sql("insert into outcome (xid, pair_index, " + columns + ") select " + xid + ", " + index + ", "
                        + columns + " from outcome where job_id || '.' || pair_index = ?")
                .param(outcome)
                .update();
        return outcome.substring(0, outcome.indexOf('.') + 1) + index;
    }

    private List<byte[]> leaves() {
        return jobs.jdbc
                .sql("select e.salt, " + OutcomeLeaf.COLUMNS
                        + " from audit_entry e join outcome o using (accepted_on, job_id, pair_index)"
                        + " where e.tenant = 'acme' order by e.leaf_index")
                .query((row, n) -> OutcomeLeaf.of(row, RowSalt.of(row.getBytes("salt"))))
                .list();
    }

    private void hashAnew(int row) {
        jobs.jdbc
                .sql("update log_tile set hashes = overlay(hashes placing ? from ?) where level = 0 and tile_index = ?")
                .params(new TreeHasher().leaf(leaves().get(row)).bytes(), row % 256 * 32 + 1, row / 256)
                .update();
    }

    /** Right in itself. */
    private void makeLogAnew() {
        var leaves = leaves();
        jobs.jdbc.sql("delete from log_tile").update();
        jobs.jdbc.sql("delete from transparency_log").update();
        var hasher = new TreeHasher();
        jobs.transaction.executeWithoutResult(status ->
                log.logs.append("acme", leaves.stream().map(hasher::leaf).toList()));
    }

    private void sign(String tenant, List<KeyPair> with) {
        sign(log, tenant, with);
    }

    private static void sign(FilledLog log, String tenant, List<KeyPair> with) {
        var head = log.logs.head(tenant);
        var name = ORIGIN.ofTenant(tenant);
        var note = new Checkpoint(name, head).sign(signers(name, with).toList());
        log.jobs
                .jdbc
                .sql("insert into log_checkpoint (tenant, size, root, note, issued_at) values (?, ?, ?, ?, ?)")
                .params(tenant, head.size(), head.root().bytes(), note.toString(), Timestamp.from(TestJobs.NOW))
                .update();
    }

    private static Stream<NoteSigner> signers(String name, List<KeyPair> with) {
        return Stream.of(
                new NoteSigner(name, SignatureType.ED25519, with.get(0), CLOCK),
                new NoteSigner(name, SignatureType.ML_DSA_44, with.get(1), CLOCK));
    }

    private static KeyPair pair(SignatureType type) {
        try {
            return KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
