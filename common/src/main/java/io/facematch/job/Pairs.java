package io.facematch.job;

import io.facematch.job.Outcome.Photo;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pairs of the jobs: their sealed names, their subjects, and how often the suspect queue began to compare each. */
public final class Pairs {
    private static final int ROWS_PER_STATEMENT = 1000;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    public Pairs(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /**
     * A pair of a new job.
     *
     * @param sealedNames what the client calls the pair and its images; null when it came without names
     * @param subject keyed digest of who the pair is about, for its outcome; null when the client did not say
     * @param sealedReference what the client says about the submission, for its outcome; null when it says nothing
     */
    public record NewPair(
            int index, byte @Nullable [] sealedNames, byte @Nullable [] subject, byte @Nullable [] sealedReference) {
        @Override
        public String toString() {
            return "NewPair[" + index + "]";
        }
    }

    /** To be called in the transaction that stores the job. */
    public void add(UUID job, List<NewPair> pairs) {
        jdbc.batchUpdate(
                "insert into pair (job_id, pair_index, sealed_labels, subject_reference, sealed_reference)"
                        + " values (?, ?, ?, ?, ?)",
                pairs,
                ROWS_PER_STATEMENT,
                (statement, pair) -> {
                    statement.setObject(1, job);
                    statement.setInt(2, pair.index());
                    statement.setBytes(3, pair.sealedNames());
                    statement.setBytes(4, pair.subject());
                    statement.setBytes(5, pair.sealedReference());
                });
    }

    /**
     * Remembers, for the outcome, what a photo was before its end was cut off. To be called before the pair is published.
     */
    public void recordSent(PairId id, Photo probe, Photo reference) {
        client.sql("""
                        update pair set probe_bytes = ?, probe_photo_digest = ?, reference_bytes = ?,
                            reference_photo_digest = ? where job_id = ? and pair_index = ?""")
                .param(probe.bytes())
                .param(bytes(probe))
                .param(reference.bytes())
                .param(bytes(reference))
                .param(id.job())
                .param(id.index())
                .update();
    }

    private static byte @Nullable [] bytes(Photo photo) {
        return photo.digest() == null ? null : HexFormat.of().parseHex(photo.digest());
    }

    /** What the client said about the submission, sealed; empty when it said nothing. */
    public Optional<byte[]> sealedReference(PairId id) {
        return client.sql(
                        "select sealed_reference from pair where job_id = ? and pair_index = ? and sealed_reference is not null")
                .params(id.job(), id.index())
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    /** How often the suspect queue began to compare the pair; empty when there is no such pair. */
    public Optional<Integer> attempts(PairId id) {
        return client.sql("select attempts from pair where job_id = ? and pair_index = ?")
                .params(id.job(), id.index())
                .query(Integer.class)
                .optional();
    }

    /** Sets the number rather than adding to it: after a lost answer it is written again and must not count twice. */
    public void recordAttempt(PairId id, int attempt) {
        client.sql("update pair set attempts = ? where job_id = ? and pair_index = ?")
                .params(attempt, id.job(), id.index())
                .update();
    }

    /** To be called in the transaction that purges the jobs. Their outcomes stay. */
    public void forget(Collection<UUID> jobs) {
        if (!jobs.isEmpty()) {
            client.sql("delete from pair where job_id in (:jobs)")
                    .param("jobs", jobs)
                    .update();
        }
    }
}
