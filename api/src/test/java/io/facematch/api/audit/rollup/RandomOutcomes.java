package io.facematch.api.audit.rollup;

import io.facematch.verification.Reason;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Outcomes of every kind, of several clients, surfaces and models, without jobs. */
public final class RandomOutcomes {
    public static final List<String> CLIENTS = List.of("branch", "kiosk", "mobile", "web \u00fc");
    public static final List<String> SURFACES = List.of("v1", "azakaw", "kwikid");
    public static final List<String> MODELS = List.of("espdl-mbf-112", "facematch-mobile-v1");

    private static final List<Reason> REASONS =
            List.of(Reason.EMPTY_FILE, Reason.PDF, Reason.NO_FACE, Reason.NO_LANDMARKS, Reason.TOO_DARK);

    private final JdbcTemplate jdbc;
    private final Random random;

    public RandomOutcomes(JdbcTemplate jdbc, long seed) {
        this.jdbc = jdbc;
        this.random = new Random(seed);
    }

    /** For outcomes that are decided between two times. Waits for transactions that have added some. */
    public void makePartitions(Instant from, Instant to) {
        jdbc.queryForList(
                "select create_outcome_partitions(cast(? as date), ?)",
                LocalDate.ofInstant(from, ZoneOffset.UTC).toString(),
                (int) Duration.between(from, to).toDays() / 28 + 2);
    }

    /** So many of a tenant, decided between two times. */
    public void add(String tenant, int count, Instant from, Instant to) {
        jdbc.batchUpdate(
                """
                insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, status, probe_reason,
                    reference_reason, fault, decision, similarity, cosine, threshold, operating_point, embedder,
                    detector, probe_quality, reference_quality, probe_rotation, reference_rotation, queue_ms, decode_ms,
                    detect_ms, embed_ms, total_ms, worker, decided_at)
                values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0.5, 'STANDARD', ?, 'detector', ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)""",
                IntStream.range(0, count).mapToObj(n -> row(tenant, from, to)).toList());
    }

    private @Nullable Object[] row(String tenant, Instant from, Instant to) {
        var decidedAt =
                from.plusMillis(random.nextLong(Duration.between(from, to).toMillis()));
        var kind = random.nextInt(10);
        var probe = kind == 0 || kind == 1 ? reason() : null;
        var reference = kind == 1 || kind == 2 ? reason() : null;
        var fault = kind == 3 ? Reason.DEADLINE_PASSED : null;
        var isCompared = kind > 3;
        var similarity = random.nextInt(4) == 0
                ? random.nextInt(201) / 200.0
                : Math.clamp(0.5 + 0.3 * random.nextGaussian(), 0, 1);
        var isMeasured = fault == null;
        return new @Nullable Object[] {
            java.sql.Date.valueOf(LocalDate.ofInstant(decidedAt, ZoneOffset.UTC)),
            new UUID(random.nextLong(), random.nextLong()),
            tenant,
            of(CLIENTS),
            of(SURFACES),
            isCompared ? "Success" : status(probe, reference, fault),
            probe == null ? null : probe.name(),
            reference == null ? null : reference.name(),
            fault == null ? null : fault.name(),
            isCompared ? (similarity >= 0.5 ? "MATCH" : "NON_MATCH") : null,
            isCompared ? similarity : null,
            isCompared ? 0.1 : null,
            isMeasured ? of(MODELS) : null,
            isCompared || (probe == null && isMeasured) ? random.nextFloat() : null,
            isCompared || (reference == null && isMeasured) ? random.nextFloat() : null,
            isCompared || (probe == null && isMeasured) ? 90 * random.nextInt(4) : null,
            isCompared || (reference == null && isMeasured) ? 90 * random.nextInt(4) : null,
            isMeasured ? milliseconds() : null,
            isMeasured ? milliseconds() : null,
            isMeasured ? milliseconds() : null,
            isMeasured ? milliseconds() : null,
            isMeasured ? milliseconds() : null,
            Timestamp.from(decidedAt)
        };
    }

    private <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private Reason reason() {
        return of(REASONS);
    }

    private static String status(@Nullable Reason probe, @Nullable Reason reference, @Nullable Reason fault) {
        if (fault != null) {
            return fault.status().code();
        }
        if (probe == null || (reference != null && reference.compareTo(probe) < 0)) {
            return reference == null ? "Error" : reference.status().code();
        }
        return probe.status().code();
    }

    /** From less than one to some minutes; nothing now and then. */
    private float milliseconds() {
        return random.nextInt(20) == 0 ? 0 : (float) Math.exp(random.nextDouble(-2, 12));
    }
}
