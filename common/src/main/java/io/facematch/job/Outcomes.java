package io.facematch.job;

import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.verification.Decision;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stores outcomes exactly once. One transaction inserts a batch, bumps the counters of its jobs by what was really
 * inserted, completes the jobs that are done, and deletes their payload keys. Writing the same batch again, or half of
 * it, changes nothing; so does an outcome for a job that is over, or for a pair that no job has.
 */
public final class Outcomes {
    private static final String INSERT = """
            insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, subject_reference, status,
                probe_reason, reference_reason, fault, decision, similarity, cosine, threshold, operating_point,
                embedder, detector, calibration, probe_quality, reference_quality, probe_faces, reference_faces,
                probe_rotation, reference_rotation, probe_face, reference_face,
                queue_ms, decode_ms, detect_ms, embed_ms, total_ms, worker, decided_at)
            select ?, p.job_id, p.pair_index, ?, ?, ?, p.subject_reference, ?,
                ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?::json, ?::json,
                ?, ?, ?, ?, ?, ?, ?
            from pair p where p.job_id = ? and p.pair_index = ?
            on conflict do nothing""";

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

    public Outcomes(JdbcTemplate jdbc, TransactionOperations transaction, JobKeys keys, InstantSource clock) {
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
        keys.delete(completed, JobKeys.Purpose.PAYLOAD);
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
        var counts =
                jdbc.batchUpdate(INSERT, outcomes.stream().map(Outcomes::row).toList());
        var inserted = new ArrayList<Outcome>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                inserted.add(outcomes.get(i));
            }
        }
        return inserted;
    }

    private void bumpCounters(List<Outcome> inserted) {
        Map<UUID, Tally> tallies = new TreeMap<>();
        for (var outcome : inserted) {
            tallies.computeIfAbsent(outcome.job().id(), id -> new Tally()).add(outcome);
        }
        jdbc.batchUpdate(
                BUMP,
                tallies.entrySet().stream()
                        .map(entry -> entry.getValue().row(entry.getKey()))
                        .toList());
    }

    private static Object[] row(Outcome outcome) {
        var job = outcome.job();
        var compared = outcome.result() instanceof Compared c ? c : null;
        var notCompared = outcome.result() instanceof NotCompared n ? n : null;
        var fault = outcome.result() instanceof Fault f ? f.reason() : null;
        var probe = outcome.result().probeFace();
        var reference = outcome.result().referenceFace();
        var models = outcome.models();
        var timings = outcome.timings();
        return Stream.of(
                        Stream.<@Nullable Object>of(
                                job.acceptedOn(),
                                job.tenant(),
                                job.client(),
                                job.surface(),
                                outcome.result().status().code()),
                        Stream.<@Nullable Object>of(
                                notCompared == null ? null : name(notCompared.probe()),
                                notCompared == null ? null : name(notCompared.reference()),
                                name(fault)),
                        Stream.<@Nullable Object>of(
                                compared == null ? null : compared.decision().name(),
                                compared == null ? null : compared.similarity(),
                                compared == null ? null : compared.cosine(),
                                job.operatingPoint().threshold(),
                                job.operatingPoint().name()),
                        Stream.<@Nullable Object>of(
                                models == null ? null : models.embedder(),
                                models == null ? null : models.detector(),
                                models == null ? null : models.calibration()),
                        Stream.<@Nullable Object>of(
                                probe == null ? null : probe.quality().overall(),
                                reference == null ? null : reference.quality().overall(),
                                probe == null ? null : probe.found(),
                                reference == null ? null : reference.found(),
                                probe == null ? null : probe.rotation(),
                                reference == null ? null : reference.rotation(),
                                probe == null ? null : probe.json(),
                                reference == null ? null : reference.json()),
                        Stream.<@Nullable Object>of(
                                timings == null ? null : millis(timings.queue()),
                                timings == null ? null : millis(timings.decode()),
                                timings == null ? null : millis(timings.detect()),
                                timings == null ? null : millis(timings.embed()),
                                timings == null ? null : millis(timings.total())),
                        Stream.<@Nullable Object>of(
                                outcome.worker(), Timestamp.from(outcome.decidedAt()), job.id(), outcome.index()))
                .flatMap(part -> part)
                .toArray();
    }

    private static @Nullable String name(@Nullable Reason reason) {
        return reason == null ? null : reason.name();
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /** Counts of one job within one batch. */
    private static final class Tally {
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
