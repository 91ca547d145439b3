package io.facematch.testing;

import io.facematch.epoch.EpochFolder;
import io.facematch.epoch.EpochKeys;
import io.facematch.epoch.Epochs;
import io.facematch.epoch.Installation;
import io.facematch.epoch.KeySettings;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.job.JobState;
import io.facematch.job.OpenJob;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Models;
import io.facematch.job.Outcome.Photo;
import io.facematch.job.Outcome.Photos;
import io.facematch.job.Outcome.Result;
import io.facematch.job.Outcome.Timings;
import io.facematch.job.OutcomeTransaction;
import io.facematch.job.Outcomes;
import io.facematch.job.TraceId;
import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.tenant.TenantKeys;
import io.facematch.verification.Decision;
import io.facematch.verification.Face;
import io.facematch.verification.FileFormat;
import io.facematch.verification.OperatingPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with jobs in it, and outcomes to write there. */
public final class TestJobs {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final String MASTER_KEY = "7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZgI=";
    public static final MasterKeys MASTER_KEYS = MasterKeys.of(MasterKey.ofBase64(MASTER_KEY));
    public static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

    /** As they are kept of a photo that could be read, and of one that could not. */
    public static final Photos PHOTOS = new Photos(
            new Photo(FileFormat.JPEG, 12_345, 480, 640, "3".repeat(64)), new Photo(null, 678, null, null, null));

    private static final int MOST_THREADS = 10;

    public final DataSource dataSource;
    public final JdbcClient jdbc;
    /** With the keys of the epochs: {@code facematch.keys.folder} of a process on this database. */
    public final Path keyFolder;

    public final EpochKeys epochKeys;
    public final Epochs epochs;
    public final JobKeys keys;
    public final TenantKeys tenantKeys;
    public final TransactionTemplate transaction;
    public final OutcomeTransaction outcomes;
    public final Outcomes stored;

    public TestJobs() {
        this(TestDatabase.create().pool(MOST_THREADS));
    }

    public TestJobs(DataSource dataSource) {
        this(dataSource, newFolder());
    }

    /** On a copy of a database, with the keys of the one that was copied. */
    public TestJobs(DataSource dataSource, Path keyFolder) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.keyFolder = keyFolder;
        this.epochKeys = EpochFolder.openOrMake(
                keyFolder, Installation.openOrMake(jdbc, MASTER_KEYS).id(), MASTER_KEYS);
        this.epochs = epochs(jdbc);
        this.keys = new JobKeys(jdbc, epochs, epochKeys, MASTER_KEYS);
        this.tenantKeys = new TenantKeys(jdbc, MASTER_KEYS);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        jdbc.sql("select create_outcome_partitions(?, 2)").param(TODAY).query().singleRow();
        this.outcomes =
                new OutcomeTransaction(new JdbcTemplate(dataSource), transaction, keys, InstantSource.fixed(NOW));
        this.stored = new Outcomes(jdbc);
    }

    /** The same keys, for another user of the database. */
    public JobKeys keys(JdbcClient user) {
        return new JobKeys(user, epochs(user), epochKeys, MASTER_KEYS);
    }

    private Epochs epochs(JdbcClient user) {
        return new Epochs(
                user,
                epochKeys,
                new KeySettings(keyFolder, Duration.ofHours(1), Duration.ofDays(1)),
                InstantSource.system());
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public OpenJob job(JobState state, int pairs) {
        return job(state, pairs, TODAY);
    }

    public OpenJob job(JobState state, int pairs, LocalDate acceptedOn) {
        var id = UUID.randomUUID();
        var trace = TraceId.random();
        jdbc.sql("""
                        insert into job (id, tenant, client, surface, kind, state, lane, operating_point, total, payload_bytes,
                            accepted_on, created_at, finished_at, lease_until, expires_at, purge_at, trace_id)
                        values (:id, 'acme', 'web', 'v1', 'BULK', :state, 0, 'STANDARD', :total, 0, :day, now(),
                            case when :over then now() end, now(), now(), now(), :trace)""")
                .param("id", id)
                .param("state", state.name())
                .param("total", pairs)
                .param("day", acceptedOn)
                .param("over", state.isOver())
                .param("trace", trace.bytes())
                .update();
        jdbc.sql("""
                        insert into pair (job_id, pair_index, subject_reference)
                        select ?, n, '\\x01' from generate_series(0, ? - 1) n""").params(id, pairs).update();
        var payloadKey = DataKey.random();
        keys.store(id, keys.wrap(Purpose.PAYLOAD, payloadKey));
        keys.store(id, keys.wrap(Purpose.LABELS, DataKey.random()));
        return new OpenJob(id, "acme", "web", "v1", OperatingPoint.STANDARD, acceptedOn, trace, payloadKey);
    }

    /** The same job, whose outcomes are written as if they were of another tenant. */
    public static OpenJob of(String tenant, OpenJob job) {
        return new OpenJob(
                job.id(),
                tenant,
                job.client(),
                job.surface(),
                job.operatingPoint(),
                job.acceptedOn(),
                job.traceId(),
                job.payloadKey());
    }

    public void setState(OpenJob job, JobState state) {
        jdbc.sql("update job set state = ?, finished_at = case when ? then now() end where id = ?")
                .params(state.name(), state.isOver(), job.id())
                .update();
    }

    public JobState stateOf(OpenJob job) {
        return JobState.valueOf(jdbc.sql("select state from job where id = ?")
                .param(job.id())
                .query(String.class)
                .single());
    }

    /** Every counter that is not zero, and {@code done}. */
    public Map<String, Integer> countersOf(OpenJob job) {
        return jdbc
                .sql("""
                        select c.key, c.value::integer from job j, jsonb_each(to_jsonb(j)) c
                        where j.id = ? and c.key in ('matched', 'not_matched', 'empty_image', 'no_face_detected',
                            'landmarks_not_detected', 'invalid_image', 'low_quality', 'error', 'done')
                          and c.value <> '0'""")
                .param(job.id())
                .query((row, n) -> Map.entry(row.getString(1), row.getInt(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public int doneOf(OpenJob job) {
        return jdbc.sql("select done from job where id = ?")
                .param(job.id())
                .query(Integer.class)
                .single();
    }

    public List<Integer> outcomesOf(OpenJob job) {
        return jdbc.sql("select pair_index from outcome where job_id = ? order by pair_index")
                .param(job.id())
                .query((row, n) -> row.getInt(1))
                .list();
    }

    public static Outcome outcome(OpenJob job, int index, Result result) {
        return new Outcome(
                job,
                index,
                result,
                PHOTOS,
                new Models("embedder", "detector", "calibration", true, "1".repeat(64), "2".repeat(64)),
                new Timings(
                        Duration.ofMillis(5), Duration.ofMillis(4), Duration.ZERO, Duration.ZERO, Duration.ofDays(1)),
                "worker",
                NOW);
    }

    public static Outcome match(OpenJob job, int index) {
        return outcome(job, index, new Compared(0.93, 0.61, Decision.MATCH, face(0.9), face(0.9)));
    }

    /** In a photo of 480x640. */
    public static Face face(double quality) {
        return face(quality, 1, 0);
    }

    public static Face face(double quality, int found, int rotation) {
        return face(quality, found, rotation, null);
    }

    public static Face face(double quality, int found, int rotation, @Nullable String otherRefused) {
        return new Face(
                480,
                640,
                new Face.Box(120.25, 80, 240, 300.04),
                List.of(
                        new Face.Point(180, 200.5),
                        new Face.Point(300, 201),
                        new Face.Point(240.06, 260),
                        new Face.Point(190, 310),
                        new Face.Point(290, 311)),
                0.987_654,
                found,
                rotation,
                0,
                new Face.Quality(quality, 1, quality, 0.912_34, 0.95),
                otherRefused);
    }

    public static List<Outcome> matches(OpenJob job, int from, int to) {
        return IntStream.range(from, to).mapToObj(index -> match(job, index)).toList();
    }
}
