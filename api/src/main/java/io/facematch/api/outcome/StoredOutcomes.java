package io.facematch.api.outcome;

import io.facematch.api.outcome.StoredOutcome.Decided;
import io.facematch.api.outcome.StoredOutcome.Names;
import io.facematch.job.JobKeys;
import io.facematch.job.JobKeys.Purpose;
import io.facematch.payload.DataKey;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.PayloadCipher.Place;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the pairs of a job in the order of their index, each with its outcome and its opened names. */
@Component
public class StoredOutcomes {
    private static final int PAGE = 1000;

    private static final String COLUMNS = """
            select pair_index, p.sealed_labels, o.status, o.probe_reason, o.reference_reason, o.fault, o.decision,
                o.similarity, o.cosine, o.operating_point, o.embedder, o.probe_quality, o.reference_quality,
                o.probe_face, o.reference_face,
                o.queue_ms, o.decode_ms, o.detect_ms, o.embed_ms, o.total_ms, o.decided_at
            """;

    /** Pairs without outcome belong here as much as outcomes whose pair was purged. Each side is cut before they meet. */
    private static final String ALL_PAIRS = COLUMNS + """
            from (select pair_index, sealed_labels from pair
                where job_id = :job and pair_index > :after order by pair_index limit :limit) p
            full join (select * from outcome
                where accepted_on = :acceptedOn and job_id = :job and pair_index > :after
                order by pair_index limit :limit) o using (pair_index)
            order by pair_index limit :limit""";

    private static final String PAIRS_OF_STATUS = COLUMNS + """
            from (select * from outcome
                where accepted_on = :acceptedOn and job_id = :job and pair_index > :after and status = :status
                order by pair_index limit :limit) o
            left join pair p using (job_id, pair_index)
            order by pair_index""";

    private final JdbcClient jdbc;
    private final JobKeys keys;

    StoredOutcomes(JdbcClient jdbc, JobKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** Where the pairs are: a job, and the day that names its partition. */
    public record Source(String tenant, UUID job, LocalDate acceptedOn) {}

    /**
     * Pairs after {@code afterIndex}, -1 for the first, at most {@code limit}.
     *
     * @param status only outcomes with it; null for all pairs, also those that wait
     */
    public List<StoredOutcome> page(Source source, int afterIndex, int limit, @Nullable Status status) {
        var labels = keys.find(source.job(), Purpose.LABELS);
        try {
            return page(source, afterIndex, limit, status, labels);
        } finally {
            labels.ifPresent(DataKey::close);
        }
    }

    /** All pairs, a thousand in memory at a time. To be closed, which wipes the key of the names. */
    public All all(Source source) {
        return new All(source);
    }

    private List<StoredOutcome> page(
            Source source, int afterIndex, int limit, @Nullable Status status, Optional<DataKey> labels) {
        return jdbc.sql(status == null ? ALL_PAIRS : PAIRS_OF_STATUS)
                .param("acceptedOn", source.acceptedOn())
                .param("job", source.job())
                .param("after", afterIndex)
                .param("status", status == null ? "" : status.code())
                .param("limit", limit)
                .query((row, n) ->
                        new StoredOutcome(row.getInt("pair_index"), names(row, source, labels), decided(row)))
                .list();
    }

    private static @Nullable Names names(ResultSet row, Source source, Optional<DataKey> labels) throws SQLException {
        var sealed = row.getBytes("sealed_labels");
        if (sealed == null || labels.isEmpty()) {
            return null;
        }
        try {
            var place = new Place(source.tenant(), source.job(), row.getInt("pair_index"));
            var names = PayloadCipher.openNames(labels.get(), place, sealed);
            return names.length == 3 ? new Names(names[0], names[1], names[2]) : null;
        } catch (NotOpened e) {
            throw new IllegalStateException("the names of a pair do not open under their job's key", e);
        }
    }

    private static @Nullable Decided decided(ResultSet row) throws SQLException {
        var status = row.getString("status");
        if (status == null) {
            return null;
        }
        return new Decided(
                Status.ofCode(status),
                reason(row.getString("probe_reason")),
                reason(row.getString("reference_reason")),
                reason(row.getString("fault")),
                row.getString("decision") == null ? null : Decision.valueOf(row.getString("decision")),
                number(row, "similarity"),
                number(row, "cosine"),
                OperatingPoint.valueOf(row.getString("operating_point")),
                row.getString("embedder"),
                real(row, "probe_quality"),
                real(row, "reference_quality"),
                row.getString("probe_face"),
                row.getString("reference_face"),
                real(row, "queue_ms"),
                real(row, "decode_ms"),
                real(row, "detect_ms"),
                real(row, "embed_ms"),
                real(row, "total_ms"),
                row.getObject("decided_at", Timestamp.class).toInstant());
    }

    private static @Nullable Reason reason(@Nullable String name) {
        return name == null ? null : Reason.valueOf(name);
    }

    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        var value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    /** As a float first: the driver reads one and the same {@code real} as two different doubles, by text or by bytes. */
    private static @Nullable Double real(ResultSet row, String column) throws SQLException {
        var value = row.getFloat(column);
        return row.wasNull() ? null : (double) value;
    }

    /** An iterator over a job's pairs, by pages, so that memory does not grow with the job. */
    public final class All implements Iterator<StoredOutcome>, AutoCloseable {
        private final Source source;
        private final Optional<DataKey> labels;
        private Iterator<StoredOutcome> page = List.<StoredOutcome>of().iterator();
        private int last = -1;
        private boolean exhausted;

        private All(Source source) {
            this.source = source;
            this.labels = keys.find(source.job(), Purpose.LABELS);
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && !exhausted) {
                var next = page(source, last, PAGE, null, labels);
                exhausted = next.size() < PAGE;
                page = next.iterator();
            }
            return page.hasNext();
        }

        @Override
        public StoredOutcome next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var next = page.next();
            last = next.index();
            return next;
        }

        @Override
        public void close() {
            labels.ifPresent(DataKey::close);
        }
    }
}
