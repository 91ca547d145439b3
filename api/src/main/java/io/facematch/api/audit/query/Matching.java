package io.facematch.api.audit.query;

import io.facematch.api.audit.DaysOfJobs;
import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.audit.filter.OutcomeFilter;
import io.facematch.verification.Role;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/** What a filter says, as conditions on {@link AuditEntry}. */
final class Matching {
    private static final String DECIDED_AT = "decidedAt";
    private static final String ACCEPTED_ON = "acceptedOn";
    private static final String JOB = "jobId";
    private static final String PAIR = "pairIndex";
    private static final String PROBE_PHOTO = "probePhotoDigest";
    private static final String REFERENCE_PHOTO = "referencePhotoDigest";
    private static final String SIMILARITY = "similarity";

    private Matching() {}

    static Specification<AuditEntry> filter(OutcomeFilter filter) {
        return (entry, query, builder) -> {
            var conditions = new ArrayList<Predicate>();
            conditions.add(builder.equal(entry.get("tenant"), filter.tenant()));
            addTimes(conditions, entry, builder, filter.from(), filter.to());
            var job = filter.job();
            if (job != null) {
                conditions.add(builder.equal(entry.get(JOB), job));
                conditions.add(onDayOf(OutcomeId.dayOf(job), entry, builder));
            }
            var status = filter.status();
            var decision = filter.decision();
            addEqual(conditions, entry, builder, "client", filter.client());
            addEqual(conditions, entry, builder, "surface", filter.surface());
            addEqual(conditions, entry, builder, "status", status == null ? null : status.code());
            addEqual(conditions, entry, builder, "decision", decision == null ? null : decision.name());
            addEqual(conditions, entry, builder, "embedder", filter.model());
            addEqual(conditions, entry, builder, "calibration", filter.calibration());
            addEqual(conditions, entry, builder, "subjectReference", filter.subject());
            var photo = filter.photo();
            if (photo != null) {
                conditions.add(builder.or(
                        builder.equal(entry.get(PROBE_PHOTO), photo),
                        builder.equal(entry.get(REFERENCE_PHOTO), photo)));
            }
            if (filter.similarityMin() != null) {
                conditions.add(builder.ge(entry.<Double>get(SIMILARITY), filter.similarityMin()));
            }
            if (filter.similarityMax() != null) {
                conditions.add(builder.le(entry.<Double>get(SIMILARITY), filter.similarityMax()));
            }
            return builder.and(conditions.toArray(Predicate[]::new));
        };
    }

    /** Which photo of an entry that matches is the one that is asked for, by the names of the parts; null where none is. */
    static Expression<String> photoSide(byte @Nullable [] photo, Root<AuditEntry> entry, CriteriaBuilder builder) {
        if (photo == null) {
            return builder.nullLiteral(String.class);
        }
        var isProbe = builder.equal(entry.get(PROBE_PHOTO), photo);
        var isReference = builder.equal(entry.get(REFERENCE_PHOTO), photo);
        return builder.<String>selectCase()
                .when(builder.and(isProbe, isReference), "both")
                .when(isProbe, Role.PROBE.code())
                .otherwise(Role.REFERENCE.code());
    }

    private static void addEqual(
            List<Predicate> conditions,
            Root<AuditEntry> entry,
            CriteriaBuilder builder,
            String attribute,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(builder.equal(entry.get(attribute), value));
        }
    }

    /** An outcome comes after its job was accepted, and not long after: so most partitions need not be looked at. */
    private static void addTimes(
            List<Predicate> conditions,
            Root<AuditEntry> entry,
            CriteriaBuilder builder,
            @Nullable Instant from,
            @Nullable Instant to) {
        if (from != null) {
            conditions.add(builder.greaterThanOrEqualTo(entry.<Instant>get(DECIDED_AT), from));
            conditions.add(builder.greaterThanOrEqualTo(entry.<LocalDate>get(ACCEPTED_ON), DaysOfJobs.earliest(from)));
        }
        if (to != null) {
            conditions.add(builder.lessThan(entry.<Instant>get(DECIDED_AT), to));
            conditions.add(builder.lessThanOrEqualTo(entry.<LocalDate>get(ACCEPTED_ON), DaysOfJobs.latest(to)));
        }
    }

    private static Predicate onDayOf(LocalDate day, Root<AuditEntry> entry, CriteriaBuilder builder) {
        return builder.between(entry.<LocalDate>get(ACCEPTED_ON), day.minusDays(1), day.plusDays(1));
    }

    /**
     * Those that come after a place. Its time alone stands first, once more, since the database goes to the place in an
     * index by that, and not by what follows.
     */
    static Specification<AuditEntry> after(OutcomePlace place, boolean oldestFirst) {
        return (entry, query, builder) -> {
            var time = entry.<Instant>get(DECIDED_AT);
            var job = entry.<UUID>get(JOB);
            var pair = entry.<Integer>get(PAIR);
            var day = entry.<LocalDate>get(ACCEPTED_ON);
            var sameTime = builder.equal(time, place.decidedAt());
            var sameJob = builder.equal(job, place.jobId());
            return oldestFirst
                    ? builder.and(
                            builder.greaterThanOrEqualTo(time, place.decidedAt()),
                            builder.greaterThanOrEqualTo(day, DaysOfJobs.earliest(place.decidedAt())),
                            builder.or(
                                    builder.greaterThan(time, place.decidedAt()),
                                    builder.and(sameTime, builder.greaterThan(job, place.jobId())),
                                    builder.and(sameTime, sameJob, builder.greaterThan(pair, place.pairIndex()))))
                    : builder.and(
                            builder.lessThanOrEqualTo(time, place.decidedAt()),
                            builder.lessThanOrEqualTo(day, DaysOfJobs.latest(place.decidedAt())),
                            builder.or(
                                    builder.lessThan(time, place.decidedAt()),
                                    builder.and(sameTime, builder.lessThan(job, place.jobId())),
                                    builder.and(sameTime, sameJob, builder.lessThan(pair, place.pairIndex()))));
        };
    }

    /** In the order of a search. */
    static List<Order> order(Path<?> entry, CriteriaBuilder builder, boolean oldestFirst) {
        return Stream.of(DECIDED_AT, JOB, PAIR)
                .map(name -> oldestFirst ? builder.asc(entry.get(name)) : builder.desc(entry.get(name)))
                .toList();
    }
}
