package io.facematch.api.webhooks;

import io.facematch.api.jobs.JobIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What is sent to endpoints, and what became of it. Several processes may send: a row is one's own for the time of a lease, and
 * what he says of it afterwards counts only if nobody has taken it since.
 */
@Repository
public class Deliveries {
    /** An attempt that nobody has told the end of is made again after this: longer than any attempt takes. */
    static final Duration LEASE = Duration.ofMinutes(1);

    private static final int PURGED_AT_ONCE = 10_000;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Deliveries(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An endpoint for which something is due.
     *
     * @param count how much, up to what was asked for
     */
    public record Due(UUID endpoint, int count) {}

    /**
     * An attempt that is this process's own.
     *
     * @param number of the attempt, from 1
     */
    public record Claim(
            UUID endpoint,
            UUID event,
            EventType type,
            @Nullable UUID job,
            Instant at,
            int number,
            UUID lease) {}

    /** What is due, whoever has waited longest first. */
    public List<Due> due(int most) {
        return jdbc.sql("""
                        select e.id, d.count from webhook_endpoint e cross join lateral (
                            select count(*) as count, min(next_attempt_at) as since from (
                                select next_attempt_at from webhook_delivery
                                where endpoint_id = e.id and state = 'waiting' and next_attempt_at <= :now
                                order by next_attempt_at limit :most) first) d
                        where e.disabled_at is null and d.count > 0 order by d.since""")
                .param("now", Timestamp.from(clock.instant()))
                .param("most", most)
                .query((row, n) -> new Due(row.getObject(1, UUID.class), row.getInt(2)))
                .list();
    }

    /** Takes what has waited longest at an endpoint; empty where nothing is due, or others have it. */
    public Optional<Claim> claim(UUID endpoint) {
        var now = clock.instant();
        return jdbc.sql("""
                        update webhook_delivery d set attempts = attempts + 1, last_attempt_at = :now, lease = gen_random_uuid(),
                            next_attempt_at = :until
                        from webhook_endpoint e
                        where e.id = :endpoint and e.disabled_at is null and d.endpoint_id = e.id and d.event_id = (
                            select event_id from webhook_delivery
                            where endpoint_id = :endpoint and state = 'waiting' and next_attempt_at <= :now
                            order by next_attempt_at limit 1 for update skip locked)
                        returning d.*""")
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(LEASE)))
                .param("endpoint", endpoint)
                .query((row, n) -> new Claim(
                        endpoint,
                        row.getObject("event_id", UUID.class),
                        EventType.of(row.getString("type")),
                        row.getObject("job_id", UUID.class),
                        row.getTimestamp("at").toInstant(),
                        row.getInt("attempts"),
                        row.getObject("lease", UUID.class)))
                .optional();
    }

    /** @param status that the receiver answered */
    public void delivered(Claim claim, int status) {
        end(claim, "delivered", null, status, null);
    }

    /**
     * @param status null where there was no answer
     * @param reason a code
     */
    public void failed(Claim claim, @Nullable Integer status, String reason) {
        end(claim, "failed", null, status, reason);
    }

    /** The same, but it is tried again. */
    public void waits(Claim claim, @Nullable Integer status, String reason, Instant until) {
        end(claim, "waiting", until, status, reason);
    }

    private void end(
            Claim claim, String state, @Nullable Instant next, @Nullable Integer status, @Nullable String reason) {
        jdbc.sql("""
                        update webhook_delivery set state = :state, next_attempt_at = :next, lease = null, last_status = :status,
                            last_reason = :reason
                        where endpoint_id = :endpoint and event_id = :event and lease = :lease""")
                .param("state", state)
                .param("next", next == null ? null : Timestamp.from(next))
                .param("status", status)
                .param("reason", reason)
                .param("endpoint", claim.endpoint())
                .param("event", claim.event())
                .param("lease", claim.lease())
                .update();
    }

    /**
     * The log of an endpoint, the newest event first.
     *
     * @param before only those before this one; null for all
     */
    List<Delivery> list(UUID endpoint, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                        select * from webhook_delivery
                        where endpoint_id = :endpoint and (cast(:before as uuid) is null or event_id < :before)
                        order by event_id desc limit :limit""")
                .param("endpoint", endpoint)
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> delivery(row))
                .list();
    }

    /** Sends it once more, from the first attempt on, whatever became of it. An attempt that is under way may arrive, too. */
    Optional<Delivery> replay(UUID endpoint, UUID event) {
        return jdbc.sql("""
                        update webhook_delivery set state = 'waiting', attempts = 0, next_attempt_at = ?, lease = null
                        where endpoint_id = ? and event_id = ? returning *""")
                .param(Timestamp.from(clock.instant()))
                .param(endpoint)
                .param(event)
                .query((row, n) -> delivery(row))
                .optional();
    }

    Delivery addTest(UUID endpoint) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return jdbc.sql("""
                        insert into webhook_delivery (endpoint_id, event_id, type, at, next_attempt_at)
                        values (:endpoint, :event, :type, :now, :now) returning *""")
                .param("endpoint", endpoint)
                .param("event", JobIds.next(now))
                .param("type", EventType.WEBHOOK_TEST.code())
                .param("now", Timestamp.from(now))
                .query((row, n) -> delivery(row))
                .single();
    }

    /**
     * Deletes some that are older, in whatever state: all attempts of those were over long ago, but for endpoints that are
     * disabled.
     *
     * @return whether there may be more
     */
    public boolean purge(Instant before) {
        return jdbc.sql("""
                        delete from webhook_delivery where (endpoint_id, event_id) in (
                            select endpoint_id, event_id from webhook_delivery where at < ? order by at limit ?)""").param(Timestamp.from(before)).param(PURGED_AT_ONCE).update() == PURGED_AT_ONCE;
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject("event_id", UUID.class),
                EventType.of(row.getString("type")),
                row.getObject("job_id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getString("state"),
                row.getInt("attempts"),
                instant(row.getTimestamp("last_attempt_at")),
                row.getObject("last_status", Integer.class),
                row.getString("last_reason"),
                instant(row.getTimestamp("next_attempt_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
