package io.facematch.api.accesslog;

import io.facematch.api.jobs.JobIds;
import io.facematch.transparency.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Keeps who looked at what. A row is committed before its method returns. Where it can't be written, the method throws what
 * the database threw, and then nothing must be shown.
 */
@Component
public class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public AccessLog(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private enum Progress {
        BEGAN,
        COMPLETED,
        BROKEN_OFF
    }

    /**
     * To be called before an answer is sent that is known as a whole.
     *
     * @param rows that it has
     */
    public void record(Access access, long rows) {
        write(access, JobIds.next(clock.instant()), Progress.COMPLETED, rows);
    }

    /** To be called before the first byte of an answer is sent that is made on the way. */
    public Streamed begin(Access access) {
        var request = JobIds.next(clock.instant());
        write(access, request, Progress.BEGAN, null);
        return new Streamed(access, request);
    }

    private void write(Access access, UUID request, Progress progress, @Nullable Long rows) {
        var now = clock.instant();
        jdbc.sql("""
                        insert into access_log (id, at, request, tenant, actor_tenant, actor_client, what, filter,
                            subject_reference, photo_digest, progress, rows)
                        values (:id, :at, :request, :tenant, :actorTenant, :actorClient, :what, cast(:filter as jsonb),
                            :subject, :photo, :progress, :rows)""")
                .param("id", id(now))
                .param("at", Timestamp.from(now))
                .param("request", request)
                .param("tenant", access.tenant())
                .param("actorTenant", access.reader().tenant())
                .param("actorClient", access.reader().client())
                .param("what", access.what().code())
                .param("filter", json(access))
                .param("subject", bytes(access.subject()))
                .param("photo", bytes(access.photo()))
                .param("progress", progress.name().toLowerCase(Locale.ROOT))
                .param("rows", rows)
                .update();
    }

    private static byte @Nullable [] bytes(@Nullable String digest) {
        return digest == null ? null : HexFormat.of().parseHex(digest);
    }

    /** With fractions of the millisecond (RFC 9562, 6.2, method 3), so that the end of an answer comes after its beginning. */
    private static UUID id(Instant now) {
        var nanos = Duration.between(now.truncatedTo(ChronoUnit.MILLIS), now).toNanos();
        var fraction = (nanos << 12) / 1_000_000;
        var random = JobIds.next(now);
        return new UUID((random.getMostSignificantBits() & ~0xFFFL) | fraction, random.getLeastSignificantBits());
    }

    private static String json(Access access) {
        var json = new CanonicalJson();
        access.filter().forEach(json::put);
        return new String(json.bytes(), StandardCharsets.UTF_8);
    }

    /** An answer that is on its way. Unless it was completed when it is closed, it was broken off. For one thread. */
    public final class Streamed implements AutoCloseable {
        private final Access access;
        private final UUID request;
        private long rows;
        private boolean isComplete;

        private Streamed(Access access, UUID request) {
            this.access = access;
            this.request = request;
        }

        /** One more row was handed out. */
        public void addRow() {
            rows++;
        }

        public long rows() {
            return rows;
        }

        /** To be called after the last row, before the answer ends: where this can't be written, it must not look whole. */
        public void complete() {
            complete(rows);
        }

        /** The same for an answer whose rows were counted elsewhere. */
        public void complete(long all) {
            rows = all;
            write(access, request, Progress.COMPLETED, rows);
            isComplete = true;
        }

        /** Throws nothing: where the end can't be written, there is still the row that it began. */
        @Override
        public void close() {
            if (isComplete) {
                return;
            }
            try {
                write(access, request, Progress.BROKEN_OFF, rows);
            } catch (DataAccessException | TransactionException e) {
                LOG.warn(
                        "An access broke off, and the database does not take down how far it came ({})",
                        e.getClass().getName());
            }
        }
    }
}
