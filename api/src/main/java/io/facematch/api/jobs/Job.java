package io.facematch.api.jobs;

import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.api.outcome.StoredOutcomes.Source;
import io.facematch.api.security.Owner;
import io.facematch.job.JobState;
import io.facematch.job.TraceId;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Status;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * A submission and how far it is. Immutable here: states change by the guarded updates of {@link Jobs}, counters in the
 * transaction that stores outcomes.
 */
@Entity
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA fills the fields, and reads them all.
public class Job implements Persistable<UUID> {
    @Id
    private UUID id;

    private String tenant;
    private String client;
    private String surface;

    @Enumerated(EnumType.STRING)
    private JobKind kind;

    @Enumerated(EnumType.STRING)
    private JobState state;

    private @Nullable Short lane;

    @Enumerated(EnumType.STRING)
    private OperatingPoint operatingPoint;

    private int total;

    @Column(insertable = false, updatable = false)
    private int matched;

    @Column(insertable = false, updatable = false)
    private int notMatched;

    @Column(insertable = false, updatable = false)
    private int emptyImage;

    @Column(insertable = false, updatable = false)
    private int noFaceDetected;

    @Column(insertable = false, updatable = false)
    private int landmarksNotDetected;

    @Column(insertable = false, updatable = false)
    private int invalidImage;

    @Column(insertable = false, updatable = false)
    private int lowQuality;

    @Column(insertable = false, updatable = false)
    private int error;

    @Column(insertable = false, updatable = false)
    private int done;

    private long payloadBytes;
    private int ignored;
    private byte @Nullable [] sealedUnpaired;
    private @Nullable String nameEncoding;
    private boolean nameEncodingGuessed;
    private LocalDate acceptedOn;
    private Instant createdAt;
    private @Nullable Instant finishedAt;
    private Instant leaseUntil;
    private Instant expiresAt;
    private Instant purgeAt;

    @Column(insertable = false)
    private boolean purged;

    private @Nullable String failure;
    private byte @Nullable [] idempotencyKey;
    private byte @Nullable [] bodyDigest;
    private byte @Nullable [] traceId;
    private @Nullable UUID retryOf;

    @Transient
    private boolean stored;

    protected Job() {}

    /** What a job is made of. */
    public record NewJob(
            UUID id,
            Owner owner,
            String surface,
            TraceId traceId,
            JobKind kind,
            @Nullable Integer lane,
            OperatingPoint operatingPoint,
            int total,
            long payloadBytes,
            int ignored,
            byte @Nullable [] sealedUnpaired,
            @Nullable NameEncoding nameEncoding,
            byte @Nullable [] idempotencyKey,
            byte @Nullable [] bodyDigest,
            @Nullable UUID retryOf) {
        @Override
        public String toString() {
            return "NewJob[" + id + "]";
        }
    }

    /** When a job starts, and when each of its phases must be over. */
    public record Deadlines(Instant now, Instant leaseUntil, Instant expiresAt, Instant purgeAt) {}

    /** One whose pairs must be published before it is accepted. */
    public static Job enqueuing(NewJob newJob, Deadlines deadlines) {
        return in(JobState.ENQUEUING, newJob, deadlines);
    }

    /** One that is accepted with its archive. */
    public static Job running(NewJob newJob, Deadlines deadlines) {
        return in(JobState.RUNNING, newJob, deadlines);
    }

    private static Job in(JobState state, NewJob newJob, Deadlines deadlines) {
        var job = new Job();
        job.id = newJob.id();
        job.tenant = newJob.owner().tenant();
        job.client = newJob.owner().client();
        job.surface = newJob.surface();
        job.traceId = newJob.traceId().bytes();
        job.kind = newJob.kind();
        job.state = state;
        job.lane = newJob.lane() == null ? null : newJob.lane().shortValue();
        job.operatingPoint = newJob.operatingPoint();
        job.total = newJob.total();
        job.payloadBytes = newJob.payloadBytes();
        job.ignored = newJob.ignored();
        job.sealedUnpaired = newJob.sealedUnpaired();
        var encoding = newJob.nameEncoding();
        job.nameEncoding = encoding == null ? null : encoding.name();
        job.nameEncodingGuessed = encoding != null && encoding.isGuessed();
        job.idempotencyKey = newJob.idempotencyKey();
        job.bodyDigest = newJob.bodyDigest();
        job.retryOf = newJob.retryOf();
        job.acceptedOn = LocalDate.ofInstant(deadlines.now(), ZoneOffset.UTC);
        job.createdAt = deadlines.now();
        job.leaseUntil = deadlines.leaseUntil();
        job.expiresAt = deadlines.expiresAt();
        job.purgeAt = deadlines.purgeAt();
        return job;
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void markStored() {
        stored = true;
    }

    public String tenant() {
        return tenant;
    }

    /** The tenant's system that sent it. */
    public String client() {
        return client;
    }

    public JobKind kind() {
        return kind;
    }

    public JobState state() {
        return state;
    }

    /** Null for a single pair: only bulk jobs share lanes. */
    public @Nullable Integer lane() {
        return lane == null ? null : lane.intValue();
    }

    /** Where its pairs and their outcomes are stored. */
    public Source source() {
        return new Source(tenant, id, acceptedOn);
    }

    public OperatingPoint operatingPoint() {
        return operatingPoint;
    }

    public int total() {
        return total;
    }

    public int done() {
        return done;
    }

    public int matches() {
        return matched;
    }

    public int nonMatches() {
        return notMatched;
    }

    public int ignored() {
        return ignored;
    }

    public byte @Nullable [] sealedUnpaired() {
        return sealedUnpaired;
    }

    /** How names of its archive were read that are not in Unicode; null where all are. */
    public @Nullable String nameEncoding() {
        return nameEncoding;
    }

    /** Whether that was concluded from the names, and not said by the client. */
    public boolean isNameEncodingGuessed() {
        return nameEncodingGuessed;
    }

    /** The job whose failed pairs this one compares again; null for all others. */
    public @Nullable UUID retryOf() {
        return retryOf;
    }

    /** Of both images of all pairs, as they were sent. */
    public long payloadBytes() {
        return payloadBytes;
    }

    public LocalDate acceptedOn() {
        return acceptedOn;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public Instant purgeAt() {
        return purgeAt;
    }

    public boolean isPurged() {
        return purged;
    }

    public @Nullable String failure() {
        return failure;
    }

    /** Of the request that brought it; null for jobs from before that was kept. */
    public @Nullable TraceId traceId() {
        return traceId == null ? null : TraceId.of(traceId);
    }

    public byte @Nullable [] bodyDigest() {
        return bodyDigest;
    }

    /** Outcomes so far by status; their sum is {@link #done}. */
    public Map<Status, Integer> counts() {
        var counts = new EnumMap<Status, Integer>(Status.class);
        counts.put(Status.SUCCESS, matched + notMatched);
        counts.put(Status.EMPTY_IMAGE, emptyImage);
        counts.put(Status.NO_FACE_DETECTED, noFaceDetected);
        counts.put(Status.LANDMARKS_NOT_DETECTED, landmarksNotDetected);
        counts.put(Status.INVALID_IMAGE, invalidImage);
        counts.put(Status.LOW_QUALITY, lowQuality);
        counts.put(Status.ERROR, error);
        return counts;
    }

    @Override
    public String toString() {
        return "Job[" + id + ", " + state + "]";
    }
}
