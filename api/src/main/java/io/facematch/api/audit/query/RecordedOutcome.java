package io.facematch.api.audit.query;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What lists and exports show of an outcome. */
@Entity
@Immutable
@Table(name = "outcome")
@IdClass(AuditEntry.Key.class)
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA fills the fields, and queries name them.
class RecordedOutcome {
    @Id
    private LocalDate acceptedOn;

    @Id
    private UUID jobId;

    @Id
    private int pairIndex;

    private String tenant;
    private String client;
    private String surface;
    private String status;
    private @Nullable String decision;
    private @Nullable Double similarity;
    private @Nullable String embedder;
    private @Nullable String calibration;
    private byte @Nullable [] subjectReference;
    private byte @Nullable [] sealedReference;
    private @Nullable String probeReason;
    private @Nullable String referenceReason;
    private @Nullable String fault;
    private @Nullable Double cosine;
    private double threshold;
    private String operatingPoint;
    private @Nullable String detector;
    private @Nullable Boolean calibratedWithThisDetector;
    private byte @Nullable [] cardSha256;
    private byte @Nullable [] calibrationSha256;
    private @Nullable Float probeQuality;
    private @Nullable Float referenceQuality;
    private @Nullable Short probeFaces;
    private @Nullable Short referenceFaces;
    private @Nullable Short probeRotation;
    private @Nullable Short referenceRotation;
    private @Nullable Float queueMs;
    private @Nullable Float decodeMs;
    private @Nullable Float detectMs;
    private @Nullable Float embedMs;
    private @Nullable Float totalMs;
    private String worker;
    private @Nullable String probeFormat;
    private @Nullable Integer probeBytes;
    private @Nullable Integer probeWidth;
    private @Nullable Integer probeHeight;
    private byte @Nullable [] probePhotoDigest;
    private @Nullable String referenceFormat;
    private @Nullable Integer referenceBytes;
    private @Nullable Integer referenceWidth;
    private @Nullable Integer referenceHeight;
    private byte @Nullable [] referencePhotoDigest;
    private byte @Nullable [] traceId;
    private @Nullable Short httpStatus;

    protected RecordedOutcome() {}
}
