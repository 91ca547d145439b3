package io.facematch.api.audit.report.repeats;

import io.facematch.api.audit.DaysOfJobs;
import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.report.ReportQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds what was compared most often in a period, without reading what was compared in it.
 *
 * <p>The table of attempts has how often each subject and photo was there ever. That is never less than how often it was there
 * in the period; so it is gone through from the most on, each is counted in the period by an index of the entries, and it ends
 * when those that follow can't have more than those that were found.
 */
@Component
class RepeatedDigests {
    /** Of one digest: a photo that tests a system every minute must not hold up the others. */
    static final int MOST_COUNTED = 2000;

    /** So many were there ever and are looked at: enough but for a short period after a long time of much else. */
    static final int MOST_LOOKED_AT = 2_000;

    private static final int MOST_LOOKED_AT_ONCE = 1000;

    private static final String COUNTED = """
            count(*) as attempts, count(*) filter (where decision = 'MATCH') as match,
            count(*) filter (where decision = 'NON_MATCH') as non_match, count(*) filter (where decision is null) as not_compared,
            min(decided_at) as first_at, max(decided_at) as last_at,
            (array_agg(job_id order by decided_at desc, job_id desc, pair_index desc))[1] as latest_job,
            (array_agg(pair_index order by decided_at desc, job_id desc, pair_index desc))[1] as latest_index""";

    private final JdbcClient jdbc;

    RepeatedDigests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of what attempts are counted. */
    enum Kind {
        SUBJECT("subject_reference = d.digest"),
        PHOTO(
                "probe_photo_digest = d.digest",
                "reference_photo_digest = d.digest and probe_photo_digest is distinct from d.digest");

        private final String condition;
        private final @Nullable String orElse;

        Kind(String condition) {
            this(condition, null);
        }

        Kind(String condition, @Nullable String orElse) {
            this.condition = condition;
            this.orElse = orElse;
        }
    }

    /**
     * What was found.
     *
     * @param isCut whether there may be others with as many attempts as the last one
     * @param isGivenUp whether there may be others with any number of attempts up to {@code ever}
     * @param ever of the one after the last that was looked at
     */
    record Found(List<Repeat> repeats, boolean isCut, boolean isGivenUp, long ever) {}

    /** A row of the table, and what is in the period. */
    private record Candidate(long ever, Instant everLast, Repeat repeat) {}

    /**
     * Those with the most attempts, in their order.
     *
     * @param atLeast attempts in the period
     * @param limit of how many at most
     */
    Found most(ReportQuery query, Kind kind, int atLeast, int limit) {
        var found = new ArrayList<Repeat>();
        Candidate last = null;
        var lookedAt = 0;
        for (int atOnce = 2 * limit; ; atOnce = 2 * lookedAt) {
            atOnce = Math.clamp(atOnce, 20, MOST_LOOKED_AT_ONCE);
            var batch = candidates(query, kind, atLeast, last, atOnce);
            for (var candidate : batch) {
                if (found.size() == limit && candidate.ever() <= found.getLast().attempts()) {
                    return new Found(found, candidate.ever() == found.getLast().attempts(), false, 0);
                }
                if (candidate.repeat().attempts() >= atLeast) {
                    insert(found, candidate.repeat(), limit);
                }
            }
            if (batch.size() < atOnce) {
                return new Found(found, false, false, 0);
            }
            last = batch.getLast();
            lookedAt += batch.size();
            if (lookedAt >= MOST_LOOKED_AT) {
                return new Found(found, false, true, last.ever());
            }
        }
    }

    private static void insert(List<Repeat> found, Repeat repeat, int limit) {
        found.add(repeat);
        found.sort(Repeat.ORDER);
        if (found.size() > limit) {
            found.removeLast();
        }
    }

    /** A period that has all of them, of all clients, needs no entries: the table has what they would tell. */
    private List<Candidate> candidates(
            ReportQuery query, Kind kind, int atLeast, @Nullable Candidate after, int atOnce) {
        var isFiltered = query.client() != null || query.surface() != null || query.model() != null;
        var whole = isFiltered ? "false" : "d.first_at >= :from and d.last_at < :to";
        return jdbc.sql("""
                select d.digest, d.attempts as ever, d.last_at as ever_last, p.*
                from (select * from attempted_digest
                      where tenant = :tenant and kind = :kind and attempts > 1 and attempts >= :atLeast and last_at >= :from and first_at < :to
                      %s
                      order by attempts desc, last_at desc, digest desc limit :atOnce) d
                cross join lateral (
                    select d.attempts, d.match, d.non_match, d.not_compared, d.first_at, d.last_at, d.latest_job, d.latest_index
                    where %s
                    union all
                    select * from (select %s from (select * from (%s) e order by decided_at desc limit :most) e) c
                    where not (%s)) p
                order by d.attempts desc, d.last_at desc, d.digest desc""".formatted(
                                after == null ? "" : "and (attempts, last_at, digest) < (:ever, :everLast, :digest)",
                                whole,
                                COUNTED,
                                entries(query, kind),
                                whole))
                .param("tenant", query.tenant())
                .param("kind", kind.name().toLowerCase(Locale.ROOT))
                .param("atLeast", atLeast)
                .param("from", Timestamp.from(query.from()))
                .param("to", Timestamp.from(query.to()))
                .param("firstDay", DaysOfJobs.earliest(query.from()))
                .param("lastDay", DaysOfJobs.latest(query.to()))
                .param("client", query.client())
                .param("surface", query.surface())
                .param("model", query.model())
                .param("ever", after == null ? null : after.ever())
                .param("everLast", after == null ? null : Timestamp.from(after.everLast()))
                .param("digest", after == null ? null : after.repeat().digest())
                .param("atOnce", atOnce)
                .param("most", MOST_COUNTED)
                .query((row, n) -> new Candidate(
                        row.getLong("ever"), row.getTimestamp("ever_last").toInstant(), repeat(row)))
                .list();
    }

    /** Of one digest in the period, the newest first. */
    private static String entries(ReportQuery query, Kind kind) {
        var one = """
                (select decision, decided_at, job_id, pair_index from audit_entry
                where tenant = :tenant and decided_at >= :from and decided_at < :to
                    and accepted_on between :firstDay and :lastDay
                """
                + (query.client() == null ? "" : " and client = :client")
                + (query.surface() == null ? "" : " and surface = :surface")
                + (query.model() == null ? "" : " and embedder = :model")
                + " and %s order by decided_at desc limit :most)";
        var first = one.formatted(kind.condition);
        return kind.orElse == null ? first : first + " union all " + one.formatted(kind.orElse);
    }

    /** One of which the period has nothing has no times. */
    private static Repeat repeat(ResultSet row) throws SQLException {
        var attempts = row.getLong("attempts");
        return new Repeat(
                row.getBytes("digest"),
                attempts,
                row.getLong("match"),
                row.getLong("non_match"),
                row.getLong("not_compared"),
                attempts == 0 ? Instant.EPOCH : row.getTimestamp("first_at").toInstant(),
                attempts == 0 ? Instant.EPOCH : row.getTimestamp("last_at").toInstant(),
                new OutcomeId(
                        attempts == 0 ? new UUID(0, 0) : row.getObject("latest_job", UUID.class),
                        row.getInt("latest_index")));
    }
}
