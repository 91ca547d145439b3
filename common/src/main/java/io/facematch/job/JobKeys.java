package io.facematch.job;

import io.facematch.epoch.EpochKeys;
import io.facematch.epoch.EpochKeys.EpochKeysAway;
import io.facematch.epoch.EpochKeys.KeyLost;
import io.facematch.epoch.Epochs;
import io.facematch.epoch.Purpose;
import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey.UnusableMasterKey;
import io.facematch.payload.MasterKeys;
import io.facematch.verification.OperatingPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The data keys of jobs, each wrapped under the key of its epoch. Deleting one ends the product's own access; once the last
 * one of its epoch is deleted, the epoch's key goes, and with it everybody's.
 */
public final class JobKeys {
    private static final Logger LOG = LoggerFactory.getLogger(JobKeys.class);

    private final JdbcClient jdbc;
    private final Epochs epochs;
    private final EpochKeys epochKeys;
    private final MasterKeys masterKeys;

    public JobKeys(JdbcClient jdbc, Epochs epochs, EpochKeys epochKeys, MasterKeys masterKeys) {
        this.jdbc = jdbc;
        this.epochs = epochs;
        this.epochKeys = epochKeys;
        this.masterKeys = masterKeys;
    }

    /** A data key as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Wrapped(Purpose purpose, UUID epoch, byte[] key) {
        @Override
        public String toString() {
            return "Wrapped[" + purpose + ", " + epoch + "]";
        }
    }

    /** To be called before the transaction that stores it. */
    public Wrapped wrap(Purpose purpose, DataKey key) {
        return reaching(() -> {
            var epoch = epochs.current(purpose);
            try {
                return new Wrapped(purpose, epoch, epochKeys.wrap(epoch, key));
            } catch (KeyLost e) {
                epochs.leave(epoch);
                var next = epochs.current(purpose);
                return new Wrapped(purpose, next, epochKeys.wrap(next, key));
            }
        });
    }

    /**
     * To be called in the transaction that stores the job.
     *
     * @throws EpochOver if so much time went by since it was wrapped that its epoch is over; then nothing is stored
     */
    public void store(UUID job, Wrapped key) {
        try {
            jdbc.sql("insert into job_key (job_id, purpose, epoch, wrapped) values (?, ?, ?, ?)")
                    .params(job, key.purpose().name(), key.epoch(), key.key())
                    .update();
        } catch (DataIntegrityViolationException e) {
            epochs.leave(key.epoch());
            throw new EpochOver(e);
        }
    }

    /** The job's key; empty when it is deleted, or when its epoch's key is lost. */
    public Optional<DataKey> find(UUID job, Purpose purpose) {
        try {
            return jdbc.sql("select epoch, wrapped from job_key where job_id = ? and purpose = ?")
                    .params(job, purpose.name())
                    .query((row, n) -> unwrap(row))
                    .optional();
        } catch (KeyLost e) {
            LOG.error("A key of job {} can't be opened: {}", job, e.getMessage());
            return Optional.empty();
        }
    }

    /** The row has the columns {@code epoch} and {@code wrapped}, which is not null. */
    private DataKey unwrap(ResultSet row) throws SQLException {
        var epoch = row.getObject("epoch", UUID.class);
        var wrapped = row.getBytes("wrapped");
        return epoch == null ? unwrapOfBefore(wrapped) : reaching(() -> epochKeys.unwrap(epoch, wrapped));
    }

    /** Of a job that was accepted by a version without epochs. */
    private DataKey unwrapOfBefore(byte[] wrapped) {
        try {
            return masterKeys.unwrapWithoutId(wrapped);
        } catch (UnusableMasterKey e) {
            throw new KeyLost("a data key was not wrapped by a master key that is configured");
        }
    }

    /** Where the keys are away, whoever waits for the database waits for them, too. */
    private static <T> T reaching(Supplier<T> use) {
        try {
            return use.get();
        } catch (EpochKeysAway e) {
            throw new DataAccessResourceFailureException(e.getMessage(), e);
        }
    }

    /** Whether the key is still there; those of the payload go when their job ends. */
    public boolean exists(UUID job, Purpose purpose) {
        return jdbc.sql("select exists (select from job_key where job_id = ? and purpose = ?)")
                .params(job, purpose.name())
                .query(Boolean.class)
                .single();
    }

    /** To be called in the transaction that ends the jobs. */
    public void delete(Collection<UUID> jobs, Purpose purpose) {
        if (!jobs.isEmpty()) {
            jdbc.sql("delete from job_key where job_id in (:jobs) and purpose = :purpose")
                    .param("jobs", jobs)
                    .param("purpose", purpose.name())
                    .update();
        }
    }

    /**
     * The job with its payload key; without key when it is over; empty when there is no such job.
     *
     * @throws KeyLost if its key is lost
     */
    public Optional<OpenJob> open(UUID job) {
        return jdbc.sql("""
                        select j.id, j.tenant, j.client, j.surface, j.operating_point, j.accepted_on, j.trace_id, k.epoch, k.wrapped
                        from job j left join job_key k on k.job_id = j.id and k.purpose = 'PAYLOAD'
                        where j.id = ?""")
                .param(job)
                .query((row, n) -> openJob(row, row.getBytes("wrapped") == null ? null : unwrap(row)))
                .optional();
    }

    /** The job without its key, over or not: enough to account for a pair that stays sealed. */
    public Optional<OpenJob> describe(UUID job) {
        return jdbc.sql("""
                        select id, tenant, client, surface, operating_point, accepted_on, trace_id from job where id = ?""").param(job).query((row, n) -> openJob(row, null)).optional();
    }

    private static OpenJob openJob(ResultSet row, @Nullable DataKey payloadKey) throws SQLException {
        var trace = row.getBytes("trace_id");
        return new OpenJob(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getString("client"),
                row.getString("surface"),
                OperatingPoint.valueOf(row.getString("operating_point")),
                row.getObject("accepted_on", LocalDate.class),
                trace == null ? null : TraceId.of(trace),
                payloadKey);
    }

    /** The epoch of a data key ended before its job was stored. */
    public static final class EpochOver extends RuntimeException {
        EpochOver(Throwable cause) {
            super("the epoch of a data key ended before its job was stored", cause);
        }
    }
}
