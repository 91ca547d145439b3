package io.facematch.api.audit.export.background;

import io.facematch.api.audit.export.background.ExportJob.Kind;
import io.facematch.api.audit.export.background.ExportJob.Problem;
import io.facematch.api.audit.export.background.ExportJob.State;
import io.facematch.api.audit.filter.OutcomeFilter;
import io.facematch.transparency.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The exports of all tenants. Each change is guarded by the state that it starts from, so several processes may work. */
@Repository
class ExportJobs {
    /** An export whose process has said nothing for so long is begun again. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** A pack waits for a checkpoint over all that was there when it was asked for, but not longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A finished file that nobody has seen for so long is gone with its disk, and made again. */
    private static final Duration UNSEEN = Duration.ofMinutes(10);

    /** How long it is told that there was one. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int MOST_ATTEMPTS = 3;

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final InstantSource clock;

    ExportJobs(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void add(ExportJob job) {
        var filter = new CanonicalJson();
        job.filter().words().forEach((name, value) -> {
            if (!name.equals("tenant") && !OutcomeFilter.DIGESTS.contains(name)) {
                filter.put(name, value);
            }
        });
        jdbc.sql("""
                        insert into audit_export (id, tenant, owner_tenant, owner_client, kind, format, filter, subject_reference,
                            photo_digest, all_columns, byte_order_mark, zone, log_size, state, submitted_at)
                        values (:id, :tenant, :ownerTenant, :ownerClient, :kind, :format, cast(:filter as jsonb), :subject,
                            :photo, :all, :bom, :zone, :size, 'queued', :now)""")
                .param("id", job.id())
                .param("tenant", job.filter().tenant())
                .param("ownerTenant", job.ownerTenant())
                .param("ownerClient", job.ownerClient())
                .param("kind", job.kind().code())
                .param("format", job.format())
                .param("filter", new String(filter.bytes(), StandardCharsets.UTF_8))
                .param("subject", job.filter().subject())
                .param("photo", job.filter().photo())
                .param("all", job.allColumns())
                .param("bom", job.byteOrderMark())
                .param("zone", job.zone())
                .param("size", job.logSize())
                .param("now", Timestamp.from(job.submittedAt()))
                .update();
    }

    /** Of a tenant, those that wait or are made. */
    int open(String ownerTenant) {
        return jdbc.sql("select count(*) from audit_export where owner_tenant = ? and state in ('queued', 'running')")
                .param(ownerTenant)
                .query(Integer.class)
                .single();
    }

    /** Empty for that of another tenant. */
    Optional<ExportJob> find(String ownerTenant, UUID id) {
        return jdbc.sql("select * from audit_export where owner_tenant = ? and id = ?")
                .param(ownerTenant)
                .param(id)
                .query((row, n) -> job(row))
                .optional();
    }

    /**
     * Newest first.
     *
     * @param before only those asked for before this one; null for all
     */
    List<ExportJob> list(String ownerTenant, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                        select * from audit_export
                        where owner_tenant = :owner and (cast(:before as uuid) is null or id < :before) order by id desc limit :limit""")
                .param("owner", ownerTenant)
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> job(row))
                .list();
    }

    /** With its key, whoever's it was. */
    boolean delete(String ownerTenant, UUID id) {
        return jdbc.sql("delete from audit_export where owner_tenant = ? and id = ?")
                        .params(ownerTenant, id)
                        .update()
                == 1;
    }

    /** The next one to be made, which is this process's until its lease ends. */
    Optional<ExportJob> claim() {
        var now = clock.instant();
        return jdbc.sql("""
                        update audit_export set state = 'running', attempts = attempts + 1, rows_done = 0, rows_known = null,
                            lease_until = :lease
                        where id = (
                            select id from audit_export e
                            where attempts < :most and (state = 'running' and lease_until < :now or state = 'queued'
                                and (kind = 'rows' or submitted_at < :patience or log_size <= coalesce(
                                    (select max(size) from log_checkpoint c where c.tenant = e.tenant), -1)))
                            order by submitted_at, id limit 1 for update skip locked)
                        returning *""")
                .param("lease", Timestamp.from(now.plus(LEASE)))
                .param("most", MOST_ATTEMPTS)
                .param("now", Timestamp.from(now))
                .param("patience", Timestamp.from(now.minus(PATIENCE)))
                .query((row, n) -> job(row))
                .optional();
    }

    /** @return false if it is not this process's any more: it was deleted, or another one makes it */
    boolean tell(ExportJob job, long rowsDone, @Nullable Long rowsKnown) {
        return jdbc.sql("""
                        update audit_export set rows_done = :done, rows_known = coalesce(:known, rows_known), lease_until = :lease
                        where id = :id and state = 'running' and attempts = :attempt""")
                        .param("done", rowsDone)
                        .param("known", rowsKnown)
                        .param("lease", Timestamp.from(clock.instant().plus(LEASE)))
                        .param("id", job.id())
                        .param("attempt", job.attempts())
                        .update()
                == 1;
    }

    /**
     * From now on it can be fetched.
     *
     * @return false if it is not this process's any more
     */
    boolean complete(ExportJob job, long rows, long bytes, byte[] sha256, ExportKeys.Wrapped key, Duration keep) {
        var now = clock.instant();
        return jdbc.sql("""
                        update audit_export set state = 'completed', rows_done = :rows, rows_known = :rows, bytes = :bytes,
                            sha256 = :sha256, epoch = :epoch, wrapped = :wrapped, finished_at = :now, seen_at = :now,
                            expires_at = :expires, lease_until = null
                        where id = :id and state = 'running' and attempts = :attempt""")
                        .param("rows", rows)
                        .param("bytes", bytes)
                        .param("sha256", sha256)
                        .param("epoch", key.epoch())
                        .param("wrapped", key.key())
                        .param("now", Timestamp.from(now))
                        .param("expires", Timestamp.from(now.plus(keep)))
                        .param("id", job.id())
                        .param("attempt", job.attempts())
                        .update()
                == 1;
    }

    void fail(ExportJob job, Problem problem) {
        jdbc.sql("""
                        update audit_export set state = 'failed', problem = :problem, finished_at = :now, lease_until = null,
                            subject_reference = null, photo_digest = null
                        where id = :id and state = 'running' and attempts = :attempt""")
                .param("problem", problem.code())
                .param("now", Timestamp.from(clock.instant()))
                .param("id", job.id())
                .param("attempt", job.attempts())
                .update();
    }

    /**
     * When this process ends, another one need not wait for the lease, and it does not count as an attempt. There must be
     * no file of it any more: the next attempt has the same number.
     */
    void giveBack(ExportJob job) {
        jdbc.sql("""
                        update audit_export set state = 'queued', lease_until = null, attempts = attempts - 1
                        where id = ? and state = 'running' and attempts = ?""").params(job.id(), job.attempts()).update();
    }

    /** The key of the file; empty unless it can be fetched now. */
    Optional<ExportKeys.Wrapped> key(UUID id) {
        return jdbc.sql("""
                        select epoch, wrapped from audit_export where id = ? and state = 'completed' and expires_at > ?""")
                .params(id, Timestamp.from(clock.instant()))
                .query((row, n) -> new ExportKeys.Wrapped(row.getObject(1, UUID.class), row.getBytes(2)))
                .optional();
    }

    /** Takes the keys of those that were there long enough, and forgets what was asked for long ago. */
    void expire() {
        var now = clock.instant();
        jdbc.sql("""
                        update audit_export set state = 'expired', epoch = null, wrapped = null, subject_reference = null,
                            photo_digest = null
                        where state = 'completed' and expires_at <= ?""").param(Timestamp.from(now)).update();
        jdbc.sql("""
                        update audit_export set state = 'failed', problem = 'interrupted', finished_at = :now, lease_until = null,
                            subject_reference = null, photo_digest = null
                        where state in ('running', 'queued') and attempts >= :most and coalesce(lease_until, :now) <= :now""")
                .param("now", Timestamp.from(now))
                .param("most", MOST_ATTEMPTS)
                .update();
        jdbc.sql("delete from audit_export where state in ('expired', 'failed') and finished_at < ?")
                .param(Timestamp.from(now.minus(REMEMBERED)))
                .update();
    }

    /** An export may have a file of this name. */
    record File(UUID id, int attempt) {}

    /** Which of these files somebody may still need. */
    List<File> needed(List<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(
                                "select id, attempts from audit_export where state in ('running', 'completed') and id in (:ids)")
                        .param("ids", ids)
                        .query((row, n) -> new File(row.getObject(1, UUID.class), row.getInt(2)))
                        .list();
    }

    /** Their files are there, in the spool of this process. */
    void saw(List<UUID> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("update audit_export set seen_at = :now where state = 'completed' and id in (:ids)")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("ids", ids)
                    .update();
        }
    }

    /** Has those made again whose file no process has seen for long: its disk is gone. */
    void missUnseen() {
        var now = clock.instant();
        jdbc.sql("""
                        update audit_export set state = 'queued', epoch = null, wrapped = null, bytes = null, sha256 = null,
                            finished_at = null, expires_at = null
                        where state = 'completed' and seen_at < :unseen and expires_at > :now""")
                .param("unseen", Timestamp.from(now.minus(UNSEEN)))
                .param("now", Timestamp.from(now))
                .update();
    }

    private static ExportJob job(ResultSet row) throws SQLException {
        var words = JsonMapper.shared().readValue(row.getString("filter"), TEXTS);
        var problem = row.getString("problem");
        var sha256 = row.getBytes("sha256");
        return new ExportJob(
                row.getObject("id", UUID.class),
                OutcomeFilter.ofWords(
                        row.getString("tenant"),
                        words,
                        row.getBytes("subject_reference"),
                        row.getBytes("photo_digest")),
                row.getString("owner_tenant"),
                row.getString("owner_client"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("format"),
                row.getBoolean("all_columns"),
                row.getBoolean("byte_order_mark"),
                row.getString("zone"),
                row.getLong("log_size"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                problem == null ? null : Problem.ofCode(problem),
                row.getInt("attempts"),
                row.getLong("rows_done"),
                number(row, "rows_known"),
                row.getTimestamp("submitted_at").toInstant(),
                time(row, "finished_at"),
                time(row, "expires_at"),
                number(row, "bytes"),
                sha256 == null ? null : HexFormat.of().formatHex(sha256));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        var number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
