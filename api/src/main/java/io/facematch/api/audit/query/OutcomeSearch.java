package io.facematch.api.audit.query;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.audit.TenantReads;
import io.facematch.api.audit.feedback.OutcomeFeedback;
import io.facematch.api.audit.filter.OutcomeFilter;
import io.facematch.api.audit.filter.PlaceCursor;
import io.facematch.api.audit.query.OutcomeDetail.Sensitive;
import io.facematch.api.paging.Page;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.job.Outcome;
import io.facematch.job.Outcomes;
import io.facematch.payload.SealContext;
import io.facematch.tenant.ClientReferences;
import io.facematch.tenant.OpenedReference;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/** Finds outcomes for those who may look at them, and keeps every look ({@link AccessLog}). */
@Component
public class OutcomeSearch {
    /** Few enough that some exports at once fit a small heap, and enough that statements cost little beside rows. */
    private static final int ROWS_AT_ONCE = 5000;

    private final AuditEntries entries;
    private final Outcomes outcomes;
    private final ClientReferences references;
    private final OutcomeFeedback feedback;
    private final TenantReads reads;
    private final AccessLog accesses;

    OutcomeSearch(
            AuditEntries entries,
            Outcomes outcomes,
            ClientReferences references,
            OutcomeFeedback feedback,
            TenantReads reads,
            AccessLog accesses) {
        this.entries = entries;
        this.outcomes = outcomes;
        this.references = references;
        this.feedback = feedback;
        this.reads = reads;
        this.accesses = accesses;
    }

    /** @param cursor of the page before; null for the first */
    Page<OutcomeItem> page(Owner reader, OutcomeFilter filter, @Nullable String cursor, int limit) {
        var after = cursor == null ? null : PlaceCursor.place(filter.words(), cursor);
        var found = page(filter, after, limit + 1);
        var page = Page.of(found, limit, last -> PlaceCursor.of(filter.words(), last.place()), OutcomeItem::of);
        accesses.record(
                Access.of(reader, What.SEARCH, filter.words()), page.items().size());
        return page;
    }

    /**
     * All that is known of one.
     *
     * @throws Problem 404 when the tenant has none of this id
     */
    OutcomeDetail get(Owner reader, String tenant, String id) {
        var known = OutcomeId.of(id).orElseThrow(Problem::unknownOutcome);
        var day = OutcomeId.dayOf(known.job());
        var outcome = reads.of(
                        tenant,
                        () -> outcomes.find(tenant, known.job(), known.index(), day.minusDays(1), day.plusDays(1)))
                .orElseThrow(Problem::unknownOutcome);
        var logged = entries.logged(tenant, key(outcome));
        var withAll = reader.has(Scopes.AUDIT_SENSITIVE);
        accesses.record(
                Access.of(
                        reader,
                        What.OUTCOME,
                        Map.of("tenant", tenant, "id", known.toString(), "columns", withAll ? "all" : "plain")),
                1);
        return OutcomeDetail.of(
                known,
                outcome,
                logged.leafIndex(),
                feedback.of(tenant, known),
                withAll
                        ? Sensitive.of(outcome, logged.subjectReference(), said(outcome, logged.sealedReference()))
                        : null);
    }

    private OpenedReference said(Outcome outcome, byte @Nullable [] sealed) {
        var job = outcome.job();
        return references.open(new SealContext(job.tenant(), job.id(), outcome.index()), job.acceptedOn(), sealed);
    }

    /** Opens what clients said about outcomes that are found. Only for those who may see what is sensitive. */
    public Said said() {
        return new Said(references.reader());
    }

    /** What clients said. Keeps keys until it is closed. For one thread. */
    public static final class Said implements AutoCloseable {
        private final ClientReferences.Reader reader;
        private @Nullable FoundOutcome last;
        private OpenedReference ofLast = OpenedReference.NOTHING;

        private Said(ClientReferences.Reader reader) {
            this.reader = reader;
        }

        /** About an outcome; opened once for all columns of its row. Without texts where nothing was said, or it was erased. */
        @SuppressWarnings("ReferenceEquality") // the same row, not one that is alike
        public OpenedReference about(FoundOutcome found) {
            if (found != last) {
                ofLast = open(found);
                last = found;
            }
            return ofLast;
        }

        private OpenedReference open(FoundOutcome found) {
            return reader.open(
                    new SealContext(found.tenant(), found.jobId(), found.pairIndex()),
                    found.acceptedOn(),
                    found.sealedReference());
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private static AuditEntry.Key key(Outcome outcome) {
        return new AuditEntry.Key(outcome.job().acceptedOn(), outcome.job().id(), outcome.index());
    }

    /**
     * All that match, a few thousand in memory at a time. No connection is held between two pages, so a slow reader costs
     * the database nothing. Outcomes that are stored meanwhile may come or not. Whoever asks keeps the look.
     */
    public Iterator<FoundOutcome> all(OutcomeFilter filter) {
        return new All(filter);
    }

    /** Whether more match than so many. */
    public boolean areMoreThan(int rows, OutcomeFilter filter) {
        return !filter.isContradiction() && withinTime(() -> entries.areMoreThan(rows, filter));
    }

    /** How many match. Reads the index over all of them. */
    public long count(OutcomeFilter filter) {
        return filter.isContradiction() ? 0 : withinTime(() -> entries.count(filter));
    }

    private List<FoundOutcome> page(OutcomeFilter filter, @Nullable OutcomePlace after, int limit) {
        return filter.isContradiction() ? List.of() : withinTime(() -> entries.page(filter, after, limit));
    }

    private static <T> T withinTime(Supplier<T> search) {
        try {
            return search.get();
        } catch (QueryTimeoutException e) {
            throw new Problem(
                    ProblemCode.TOO_MANY_ROWS,
                    "The search took too long and was ended. Narrow the period (from, to), or ask for less in another way.");
        }
    }

    private final class All implements Iterator<FoundOutcome> {
        private final OutcomeFilter filter;
        private Iterator<FoundOutcome> page = List.<FoundOutcome>of().iterator();
        private @Nullable OutcomePlace last;
        private boolean exhausted;

        All(OutcomeFilter filter) {
            this.filter = filter;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && !exhausted) {
                var next = page(filter, last, ROWS_AT_ONCE);
                exhausted = next.size() < ROWS_AT_ONCE;
                page = next.iterator();
            }
            return page.hasNext();
        }

        @Override
        public FoundOutcome next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var next = page.next();
            last = next.place();
            return next;
        }
    }
}
