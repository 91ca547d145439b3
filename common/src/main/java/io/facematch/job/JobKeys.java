package io.facematch.job;

import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey;
import io.facematch.verification.OperatingPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The wrapped data keys of jobs. Deleting one is the only deletion of sealed content that counts. */
public final class JobKeys {
    /** What a key opens. */
    public enum Purpose {
        /** The images in the broker, until the job is over. */
        PAYLOAD,
        /** Stems and member names, until the job is purged. */
        LABELS
    }

    private final JdbcClient jdbc;
    private final MasterKey masterKey;

    public JobKeys(JdbcClient jdbc, MasterKey masterKey) {
        this.jdbc = jdbc;
        this.masterKey = masterKey;
    }

    public void store(UUID job, Purpose purpose, DataKey key) {
        jdbc.sql("insert into job_key (job_id, purpose, wrapped) values (?, ?, ?)")
                .params(job, purpose.name(), masterKey.wrap(key))
                .update();
    }

    public Optional<DataKey> find(UUID job, Purpose purpose) {
        return jdbc.sql("select wrapped from job_key where job_id = ? and purpose = ?")
                .params(job, purpose.name())
                .query(byte[].class)
                .optional()
                .map(masterKey::unwrap);
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

    /** The job with its payload key; without key when it is over; empty when there is no such job. */
    public Optional<OpenJob> open(UUID job) {
        return jdbc.sql("""
                        select j.id, j.tenant, j.client, j.surface, j.operating_point, j.accepted_on, k.wrapped
                        from job j left join job_key k on k.job_id = j.id and k.purpose = 'PAYLOAD'
                        where j.id = ?""")
                .param(job)
                .query((row, n) -> {
                    var wrapped = row.getBytes("wrapped");
                    return openJob(row, wrapped == null ? null : masterKey.unwrap(wrapped));
                })
                .optional();
    }

    /** The job without its key, over or not: enough to account for a pair that stays sealed. */
    public Optional<OpenJob> describe(UUID job) {
        return jdbc.sql("select id, tenant, client, surface, operating_point, accepted_on from job where id = ?")
                .param(job)
                .query((row, n) -> openJob(row, null))
                .optional();
    }

    private static OpenJob openJob(ResultSet row, @Nullable DataKey payloadKey) throws SQLException {
        return new OpenJob(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getString("client"),
                row.getString("surface"),
                OperatingPoint.valueOf(row.getString("operating_point")),
                row.getObject("accepted_on", LocalDate.class),
                payloadKey);
    }
}
