package io.facematch.api.audit.query;

import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.audit.TenantReads;
import io.facematch.api.audit.filter.OutcomeFilter;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaSubQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Repository;

/**
 * The table of entries, as the database shows it to an auditor of a tenant. Each method is one statement, and keeps nothing
 * in memory but what it returns.
 */
@Repository
class AuditEntries {
    private static final List<String> KEY = names(AuditEntry.Key.class);
    private static final List<String> COLUMNS = names(FoundOutcome.class);

    /** The column that no table has. */
    private static final String PHOTO_SIDE = "photoSide";

    private final EntityManager database;
    private final TenantReads reads;

    AuditEntries(EntityManager database, TenantReads reads) {
        this.database = database;
        this.reads = reads;
    }

    /** What an outcome has for few eyes, and where it is in the log. */
    @SuppressWarnings("ArrayRecordComponent") // read once and written out, never compared
    record Logged(
            byte @Nullable [] subjectReference,
            byte @Nullable [] sealedReference,
            @Nullable Long leafIndex) {}

    /**
     * Those that come first in the order of the filter. The entries of the page are chosen in a statement within the
     * statement, and then the outcome of each: in a plain join the database, which can't tell that every entry has its
     * outcome, nor in which partition, reads all outcomes there are.
     *
     * @param after only those after this place; null for all
     */
    List<FoundOutcome> page(OutcomeFilter filter, @Nullable OutcomePlace after, int limit) {
        var builder = (HibernateCriteriaBuilder) database.getCriteriaBuilder();
        var query = builder.createQuery(FoundOutcome.class);
        var page = query.subquery(Tuple.class);
        var entry = page.from(AuditEntry.class);
        var ofEntry = COLUMNS.stream()
                .filter(name -> has(entry, name) || name.equals(PHOTO_SIDE))
                .toList();
        page.multiselect(ofEntry.stream()
                        .map(name -> (name.equals(PHOTO_SIDE)
                                        ? Matching.photoSide(filter.photo(), entry, builder)
                                        : entry.get(name))
                                .alias(name))
                        .toArray(Selection[]::new))
                .where(condition(filter, after).toPredicate(entry, query, builder))
                .orderBy(Matching.order(entry, builder, filter.oldestFirst()))
                .fetch(limit);
        var found = query.from(page);
        var outcome = found.joinLateral(outcomeOf(query, found, builder));
        query.select(builder.construct(
                        FoundOutcome.class,
                        COLUMNS.stream()
                                .map(name -> ofEntry.contains(name) ? found.get(name) : outcome.get(name))
                                .toArray(Selection[]::new)))
                .orderBy(Matching.order(found, builder, filter.oldestFirst()));
        return read(filter, after, () -> database.createQuery(query).getResultList());
    }

    private static JpaSubQuery<Tuple> outcomeOf(
            JpaCriteriaQuery<?> query, Path<?> found, HibernateCriteriaBuilder builder) {
        var one = query.subquery(Tuple.class);
        var outcome = one.from(RecordedOutcome.class);
        return one.multiselect(COLUMNS.stream()
                        .filter(name -> has(outcome, name))
                        .map(name -> outcome.get(name).alias(name))
                        .toArray(Selection[]::new))
                .where(KEY.stream()
                        .map(name -> builder.equal(outcome.get(name), found.get(name)))
                        .toArray(Predicate[]::new))
                .fetch(1);
    }

    /** Whether more match than so many. Reads no more than that of the table. */
    boolean areMoreThan(int rows, OutcomeFilter filter) {
        var builder = database.getCriteriaBuilder();
        var query = builder.createQuery(Integer.class);
        var entry = query.from(AuditEntry.class);
        query.select(builder.literal(1)).where(condition(filter, null).toPredicate(entry, query, builder));
        return read(
                filter,
                null,
                () -> !database.createQuery(query)
                        .setFirstResult(rows)
                        .setMaxResults(1)
                        .getResultList()
                        .isEmpty());
    }

    /** How many match. */
    long count(OutcomeFilter filter) {
        var builder = database.getCriteriaBuilder();
        var query = builder.createQuery(Long.class);
        var entry = query.from(AuditEntry.class);
        query.select(builder.count(entry.get("leafIndex")))
                .where(condition(filter, null).toPredicate(entry, query, builder));
        return read(filter, null, () -> database.createQuery(query).getSingleResult());
    }

    /** Without a range, one plan serves as well as another, and to make it takes longer than to find a subject. */
    private <T> T read(OutcomeFilter filter, @Nullable OutcomePlace after, Supplier<T> read) {
        return filter.hasRange() || after != null
                ? reads.ofRange(filter.tenant(), read)
                : reads.of(filter.tenant(), read);
    }

    /** What else is known of an outcome that is there. */
    Logged logged(String tenant, AuditEntry.Key key) {
        return reads.of(
                tenant,
                () -> database.createQuery("""
                        select new %s(o.subjectReference, o.sealedReference, e.leafIndex) from RecordedOutcome o
                        left join AuditEntry e on e.acceptedOn = o.acceptedOn and e.jobId = o.jobId
                            and e.pairIndex = o.pairIndex
                        where o.acceptedOn = :acceptedOn and o.jobId = :jobId and o.pairIndex = :pairIndex
                        """.formatted(Logged.class.getName()), Logged.class)
                        .setParameter("acceptedOn", key.acceptedOn())
                        .setParameter("jobId", key.jobId())
                        .setParameter("pairIndex", key.pairIndex())
                        .getSingleResult());
    }

    private static Specification<AuditEntry> condition(OutcomeFilter filter, @Nullable OutcomePlace after) {
        var all = Matching.filter(filter);
        return after == null ? all : all.and(Matching.after(after, filter.oldestFirst()));
    }

    private static List<String> names(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static boolean has(Root<?> entry, String attribute) {
        return entry.getModel().getAttributes().stream()
                .anyMatch(known -> known.getName().equals(attribute));
    }
}
