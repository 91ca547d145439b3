package io.facematch.api.audit.query;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What an outcome is found by. It is there once the outcome is a leaf of its tenant's log, seconds after it was decided. */
@Entity
@Immutable
@IdClass(AuditEntry.Key.class)
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA fills the fields, and queries name them.
class AuditEntry {
    /** Where an outcome is stored: the day that names the partition, the job, and the pair of it. */
    record Key(LocalDate acceptedOn, UUID jobId, int pairIndex) {}

    @Id
    private LocalDate acceptedOn;

    @Id
    private UUID jobId;

    @Id
    private int pairIndex;

    private String tenant;
    private long leafIndex;
    private String client;
    private String surface;
    private String status;
    private @Nullable String decision;
    private @Nullable Double similarity;
    private @Nullable String embedder;
    private @Nullable String calibration;
    private byte @Nullable [] subjectReference;
    private byte @Nullable [] probePhotoDigest;
    private byte @Nullable [] referencePhotoDigest;
    private Instant decidedAt;

    protected AuditEntry() {}
}
