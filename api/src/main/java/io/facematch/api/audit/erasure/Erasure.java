package io.facematch.api.audit.erasure;

import io.facematch.api.audit.log.OutcomeLeaf;
import io.facematch.api.audit.log.OutcomeLeaf.Commitments;
import io.facematch.api.audit.stream.OutcomeStream;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.payload.DigestKey;
import io.facematch.transparency.commitment.RowSalt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Erases what tells of a subject, in one transaction of the database, which checks again what is asked of it. What an
 * outcome's leaf has committed to is kept in place of the values, so that its proof holds.
 */
@Component
class Erasure {
    private static final int SALT_BYTES = 32;
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private static final String READ = "select e.salt, " + OutcomeLeaf.COLUMNS + """
             from audit_entry e
            cross join lateral (select * from outcome
                where accepted_on = e.accepted_on and job_id = e.job_id and pair_index = e.pair_index limit 1) o
            where e.tenant = ? and e.subject_reference = ? and e.salt is not null""";

    private static final String ERASE = """
            select erase_subject(?, ?, ?::date[], ?::uuid[], ?::integer[], ?::bytea[], ?::bytea[], ?, ?, ?)""";

    /** Those of a photo that other outcomes have, too: the row must not tell that it was in an erased one. */
    private static final String COUNT_ATTEMPTS = """
            update attempted_digest a set attempts = c.attempts, match = c.match, non_match = c.non_match,
                not_compared = c.not_compared, first_at = c.first_at, last_at = c.last_at, latest_job = c.latest_job,
                latest_index = c.latest_index
            from (select p.digest, count(*) as attempts, count(*) filter (where decision = 'MATCH') as match,
                    count(*) filter (where decision = 'NON_MATCH') as non_match,
                    count(*) filter (where decision is null) as not_compared,
                    min(decided_at) as first_at, max(decided_at) as last_at,
                    (array_agg(job_id order by decided_at desc, job_id desc, pair_index desc))[1] as latest_job,
                    (array_agg(pair_index order by decided_at desc, job_id desc, pair_index desc))[1] as latest_index
                from (select distinct digest from unnest(?::bytea[]) d (digest)) p
                cross join lateral (
                    select decision, decided_at, job_id, pair_index from audit_entry
                    where tenant = ? and probe_photo_digest = p.digest
                    union all
                    select decision, decided_at, job_id, pair_index from audit_entry
                    where tenant = ? and reference_photo_digest = p.digest
                        and probe_photo_digest is distinct from p.digest) e
                group by p.digest) c
            where a.tenant = ? and a.kind = 'photo' and a.digest = c.digest""";

    private static final String FAIL_EXPORTS = """
            update audit_export set state = 'failed', problem = 'subject-erased', subject_reference = null,
                photo_digest = null, epoch = null, wrapped = null, lease_until = null,
                finished_at = coalesce(finished_at, now())
            where tenant = ? and subject_reference = ?""";

    private final JdbcClient jdbc;
    private final OutcomeStream stream;
    private final Receipts receipts;
    private final DigestKey digestKey;
    private final TransactionOperations transaction;
    private final SecureRandom random = new SecureRandom();

    Erasure(
            JdbcClient jdbc,
            OutcomeStream stream,
            Receipts receipts,
            DigestKey digestKey,
            TransactionOperations transaction) {
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.stream = stream;
        this.receipts = receipts;
        this.digestKey = digestKey;
    }

    /**
     * What the leaf of an outcome keeps.
     *
     * @param photos keyed digests of its photos, as far as there are some
     */
    private record Erased(String day, UUID job, Integer pair, byte[] comparison, byte[] subject, List<byte[]> photos) {
        static Erased of(ResultSet row) throws SQLException {
            var kept = Commitments.of(row, RowSalt.of(row.getBytes("salt")));
            return new Erased(
                    row.getString("accepted_on"),
                    row.getObject("job_id", UUID.class),
                    row.getInt("pair_index"),
                    kept.comparison().bytes(),
                    kept.subject().bytes(),
                    Stream.of(row.getBytes("probe_photo_digest"), row.getBytes("reference_photo_digest"))
                            .filter(Objects::nonNull)
                            .toList());
        }
    }

    /**
     * When this returns, nothing of the subject is left that could be erased.
     *
     * @return with its salt, which can be told only now
     * @throws Problem where a legal hold keeps it, a job of the subject is not over, or the log has not come so far
     */
    Receipt erase(Owner by, String tenant, String subject) {
        var digest = digestKey.digest("subject", tenant).doFinal(subject.getBytes(StandardCharsets.UTF_8));
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        for (int attempt = 1; ; attempt++) {
            try {
                var id = erase(by, tenant, digest, sha256(salt, subject));
                return receipts.find(tenant, id)
                        .orElseThrow()
                        .with(HexFormat.of().formatHex(salt));
            } catch (DataAccessException e) {
                var refused = refusal(e);
                if (refused == null) {
                    throw e;
                }
                if (refused.isFinal() || attempt == ATTEMPTS) {
                    throw refused.problem();
                }
            }
            // Each outcome must be a leaf before its values go, or there would be nothing to prove.
            stream.follow();
            pause();
        }
    }

    private UUID erase(Owner by, String tenant, byte[] digest, byte[] receipt) {
        var outcomes = jdbc.sql(READ)
                .param(tenant)
                .param(digest)
                .query((row, n) -> Erased.of(row))
                .list();
        return Objects.requireNonNull(transaction.execute(status -> {
            // Many outcomes take a while.
            jdbc.sql("set local statement_timeout = '25s'").update();
            // It changes the attempts, too: beside it, each could wait for the other.
            stream.keepFromFollowing();
            return erase(by, tenant, digest, receipt, outcomes);
        }));
    }

    private UUID erase(Owner by, String tenant, byte[] digest, byte[] receipt, List<Erased> outcomes) {
        var id = jdbc.sql(ERASE)
                .param(tenant)
                .param(digest)
                .param(outcomes.stream().map(Erased::day).toArray(String[]::new))
                .param(outcomes.stream().map(Erased::job).toArray(UUID[]::new))
                .param(outcomes.stream().map(Erased::pair).toArray(Integer[]::new))
                .param(outcomes.stream().map(Erased::comparison).toArray(byte[][]::new))
                .param(outcomes.stream().map(Erased::subject).toArray(byte[][]::new))
                .param(by.tenant())
                .param(by.client())
                .param(receipt)
                .query(UUID.class)
                .single();
        countAttempts(
                tenant,
                outcomes.stream().flatMap(outcome -> outcome.photos().stream()).toArray(byte[][]::new));
        // Photos of failed pairs may still be kept to be compared again.
        var jobs = outcomes.stream().map(Erased::job).distinct().toList();
        if (!jobs.isEmpty()) {
            jdbc.sql("delete from job_key where purpose = 'ARCHIVE' and job_id in (:jobs)")
                    .param("jobs", jobs)
                    .update();
        }
        jdbc.sql(FAIL_EXPORTS).param(tenant).param(digest).update();
        return id;
    }

    /** Without the outcomes that were erased. */
    private void countAttempts(String tenant, byte[][] photos) {
        if (photos.length == 0) {
            return;
        }
        jdbc.sql(COUNT_ATTEMPTS)
                .param(photos)
                .param(tenant)
                .param(tenant)
                .param(tenant)
                .update();
    }

    private static byte[] sha256(byte[] salt, String subject) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(subject.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** @param isFinal whether waiting would not help */
    private record Refusal(boolean isFinal, Problem problem) {}

    /** What the database says by a state of its own; null when it says something else. */
    private static @Nullable Refusal refusal(DataAccessException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failed && failed.getSQLState() != null) {
                return switch (failed.getSQLState()) {
                    case "FM001" ->
                        new Refusal(
                                true,
                                new Problem(
                                        ProblemCode.LEGAL_HOLD,
                                        "A legal hold keeps all outcomes of this tenant. Nothing was erased. Who may,"
                                                + " releases it: DELETE /v1/audit/retention/hold."));
                    case "FM002" ->
                        new Refusal(
                                true,
                                new Problem(
                                        ProblemCode.SUBJECT_IN_USE,
                                        "A job with a pair of this subject is not over. Nothing was erased. Cancel it, or"
                                                + " wait until it is over, and send this again."));
                    case "FM003" ->
                        new Refusal(
                                false,
                                Problem.busy(
                                        "Outcomes of this subject are not in the audit log yet. Nothing was erased; send it"
                                                + " again.",
                                        RETRY));
                    default -> null;
                };
            }
        }
        return null;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.busy("The server is stopping. Nothing was erased; send it again.", RETRY);
        }
    }
}
