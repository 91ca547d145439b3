package io.facematch.api.jobs;

import io.facematch.job.JobState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table of jobs. Requests read jobs of their own tenant only. Every change of state is one statement, guarded by
 * the state it starts from: when two processes change a job at the same time, only one of them succeeds.
 */
public interface Jobs extends JpaRepository<Job, UUID>, JpaSpecificationExecutor<Job> {

    Optional<Job> findByTenantAndId(String tenant, UUID id);

    /** How far a job is. Its view changes only when this does. */
    record Progress(UUID id, JobState state, int done) {}

    /** Of jobs of all tenants: for streams, whose clients' right to see the job was checked before. */
    List<Progress> findByIdIn(Collection<UUID> ids);

    Optional<Job> findByTenantAndIdempotencyKey(String tenant, byte[] idempotencyKey);

    /** @return 1 if this call was the one that changed the state */
    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update Job j set j.state = RUNNING where j.id = :id and j.state = ENQUEUING")
    int startRunning(UUID id);

    /** @return 0 when the lease was lost: the job has been ended */
    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update Job j set j.leaseUntil = :until where j.id = :id and j.state = ENQUEUING")
    int renewLease(UUID id, Instant until);

    /** Also forgets the idempotency key: a client that never got an answer may send the same again. */
    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update Job j set j.state = FAILED, j.finishedAt = :now, j.failure = :why,"
            + " j.idempotencyKey = null where j.id = :id and j.state = ENQUEUING")
    int fail(UUID id, Instant now, String why);

    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update Job j set j.state = CANCELLED, j.finishedAt = :now where j.id = :id and j.state = RUNNING")
    int cancel(UUID id, Instant now);

    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update Job j set j.state = EXPIRED, j.finishedAt = :now where j.id = :id and j.state = RUNNING")
    int expire(UUID id, Instant now);

    @Query("select j.id from Job j where j.state = ENQUEUING and j.leaseUntil < :now")
    List<UUID> interrupted(Instant now, Limit limit);

    @Query("select j.id from Job j where j.state = RUNNING and j.expiresAt < :now")
    List<UUID> overdue(Instant now, Limit limit);

    @Query("select j.id from Job j where not j.purged and j.purgeAt < :now and j.state in :over")
    List<UUID> purgeable(Instant now, Collection<JobState> over, Limit limit);

    @Modifying(clearAutomatically = true)
    @Transactional
    @Query("update Job j set j.purged = true, j.sealedUnpaired = null where j.id in :ids")
    int markPurged(Collection<UUID> ids);
}
