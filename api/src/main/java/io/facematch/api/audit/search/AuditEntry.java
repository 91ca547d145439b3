package io.facematch.api.audit.search;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What an outcome is found by. It is there once the outcome is a leaf of its tenant's log, seconds after it was decided. */
@Entity
@Immutable
@IdClass(OutcomeKey.class)
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA fills the fields, and queries name them.
class AuditEntry {
    // These have names, since the join names them.
    @Id
    @Column(name = "accepted_on")
    private LocalDate acceptedOn;

    @Id
    @Column(name = "job_id")
    private UUID jobId;

    @Id
    @Column(name = "pair_index")
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
    private Instant decidedAt;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "accepted_on", referencedColumnName = "accepted_on", insertable = false, updatable = false)
    @JoinColumn(name = "job_id", referencedColumnName = "job_id", insertable = false, updatable = false)
    @JoinColumn(name = "pair_index", referencedColumnName = "pair_index", insertable = false, updatable = false)
    private RecordedOutcome outcome;

    protected AuditEntry() {}
}
