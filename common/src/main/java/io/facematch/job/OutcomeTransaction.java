package io.facematch.job;

import io.facematch.epoch.Purpose;
import io.facematch.job.Outcome.Compared;
import io.facematch.verification.Decision;
import io.facematch.verification.Status;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stores outcomes exactly once. One transaction inserts a batch, raises the counters of its jobs by what was really
 * inserted, completes the jobs that are done, and deletes their payload keys. Writing the same batch again, or half of
 * it, changes nothing; so does an outcome for a job that is over, or for a pair that no job has.
 */
public final class OutcomeTransaction {
    private static final String BUMP = """
            update job set matched = matched + ?, not_matched = not_matched + ?, empty_image = empty_image + ?,
                no_face_detected = no_face_detected + ?, landmarks_not_detected = landmarks_not_detected + ?,
                invalid_image = invalid_image + ?, low_quality = low_quality + ?, error = error + ?
            where id = ?""";

    private static final RowMapper<UUID> ID = (row, n) -> row.getObject("id", UUID.class);

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionOperations transaction;
    private final JobKeys keys;
    private final InstantSource clock;

    public OutcomeTransaction(JdbcTemplate jdbc, TransactionOperations transaction, JobKeys keys, InstantSource clock) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.transaction = transaction;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * When this returns, the outcomes are durable and their messages may be acknowledged. An exception leaves the
     * database unchanged or, when the connection broke during the commit, unknown; then write the same batch again.
     *
     * @return the jobs that this batch completed
     */
    public List<UUID> write(List<Outcome> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        var completed = transaction.execute(status -> {
            // Locking in the order of ids keeps two batches that share jobs from waiting for each other.
            var running = lockUnfinished(
                    batch.stream().map(outcome -> outcome.job().id()).collect(Collectors.toSet()));
            var candidates = batch.stream()
                    .filter(outcome -> running.contains(outcome.job().id()))
                    .toList();
            var inserted = insert(candidates);
            bumpCounters(inserted);
            return completeIfDone(
                    inserted.stream().map(outcome -> outcome.job().id()).collect(Collectors.toSet()));
        });
        return completed == null ? List.of() : completed;
    }

    /** To be called in a transaction: completes those of the jobs that run and have all their outcomes. */
    public List<UUID> completeIfDone(Collection<UUID> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        var completed = client.sql("""
                        update job set state = 'COMPLETED', finished_at = :now
                        where id in (:jobs) and state = 'RUNNING' and done = total
                        returning id""")
                .param("now", Timestamp.from(clock.instant()))
                .param("jobs", jobs)
                .query(ID)
                .list();
        keys.delete(completed, Purpose.PAYLOAD);
        return completed;
    }

    private Collection<UUID> lockUnfinished(Collection<UUID> jobs) {
        return client.sql("""
                        select id from job where id in (:jobs) and state in ('ENQUEUING', 'RUNNING')
                        order by id for update""").param("jobs", jobs).query(ID).set();
    }

    private List<Outcome> insert(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return List.of();
        }
        var counts = jdbc.batchUpdate(
                OutcomeRow.INSERT, outcomes.stream().map(OutcomeRow::values).toList());
        var inserted = new ArrayList<Outcome>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                inserted.add(outcomes.get(i));
            }
        }
        return inserted;
    }

    private void bumpCounters(List<Outcome> inserted) {
        Map<UUID, Increment> increments = new TreeMap<>();
        for (var outcome : inserted) {
            increments
                    .computeIfAbsent(outcome.job().id(), id -> new Increment())
                    .add(outcome);
        }
        jdbc.batchUpdate(
                BUMP,
                increments.entrySet().stream()
                        .map(entry -> entry.getValue().row(entry.getKey()))
                        .toList());
    }

    /** By how much a batch raises the counters of one job. */
    private static final class Increment {
        private final Map<Status, Integer> byStatus = new EnumMap<>(Status.class);
        private int matches;

        void add(Outcome outcome) {
            byStatus.merge(outcome.result().status(), 1, Integer::sum);
            if (outcome.result() instanceof Compared compared && compared.decision() == Decision.MATCH) {
                matches++;
            }
        }

        Object[] row(UUID job) {
            return new Object[] {
                matches,
                of(Status.SUCCESS) - matches,
                of(Status.EMPTY_IMAGE),
                of(Status.NO_FACE_DETECTED),
                of(Status.LANDMARKS_NOT_DETECTED),
                of(Status.INVALID_IMAGE),
                of(Status.LOW_QUALITY),
                of(Status.ERROR),
                job
            };
        }

        private int of(Status status) {
            return byStatus.getOrDefault(status, 0);
        }
    }
}
