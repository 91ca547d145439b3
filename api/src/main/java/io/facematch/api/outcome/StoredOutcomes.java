package io.facematch.api.outcome;

import io.facematch.api.outcome.StoredOutcome.Names;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.job.Outcomes;
import io.facematch.job.Outcomes.Moment;
import io.facematch.job.Outcomes.StoredPair;
import io.facematch.payload.DataKey;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import io.facematch.verification.Status;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the pairs of a job in the order of their index, each with its outcome and its opened names. */
@Component
public class StoredOutcomes {
    private static final int PAGE = 1000;

    private final Outcomes outcomes;
    private final JobKeys keys;

    StoredOutcomes(Outcomes outcomes, JobKeys keys) {
        this.outcomes = outcomes;
        this.keys = keys;
    }

    /** Where the pairs are stored: a job, and the day that names its partition. */
    public record Source(String tenant, UUID job, LocalDate acceptedOn) {}

    /**
     * Pairs after {@code afterIndex}, -1 for the first, at most {@code limit}.
     *
     * @param status only outcomes with it; null for all pairs, also those that wait
     */
    public List<StoredOutcome> page(Source source, int afterIndex, int limit, @Nullable Status status) {
        var labels = keys.find(source.job(), Purpose.LABELS);
        try {
            return page(source, afterIndex, limit, status, labels);
        } finally {
            labels.ifPresent(DataKey::close);
        }
    }

    /** The one pair of a single job. */
    public Optional<StoredOutcome> ofSingle(Source source) {
        return page(source, -1, 1, null).stream().findFirst();
    }

    /** All pairs, a thousand in memory at a time. To be closed, which wipes the key of the names. */
    public All all(Source source) {
        return new All(source, null);
    }

    /** The same as they were at a moment: what was decided later waits. */
    public All all(Source source, Moment moment) {
        return new All(source, moment);
    }

    /** This moment; within a transaction that reads repeatably, the one that all of it sees. */
    public Moment now() {
        return outcomes.now();
    }

    /** By which a job's first outcome was decided; empty while it has none. */
    public Optional<Double> threshold(Source source) {
        return outcomes.threshold(source.job(), source.acceptedOn());
    }

    private List<StoredOutcome> page(
            Source source, int afterIndex, int limit, @Nullable Status status, Optional<DataKey> labels) {
        return opened(outcomes.page(source.job(), source.acceptedOn(), afterIndex, limit, status), source, labels);
    }

    private static List<StoredOutcome> opened(List<StoredPair> pairs, Source source, Optional<DataKey> labels) {
        return pairs.stream()
                .map(pair -> new StoredOutcome(pair.index(), names(pair, source, labels), pair.outcome()))
                .toList();
    }

    private static @Nullable Names names(StoredPair pair, Source source, Optional<DataKey> labels) {
        var sealed = pair.sealedNames();
        if (sealed == null || labels.isEmpty()) {
            return null;
        }
        if (sealed.length == 0) {
            return Names.erased(pair.index());
        }
        try {
            var context = new SealContext(source.tenant(), source.job(), pair.index());
            var names = PayloadCipher.openNames(labels.get(), context, sealed);
            return names.length == 3 ? new Names(names[0], names[1], names[2]) : Names.notOpened(pair.index());
        } catch (NotOpened e) {
            return Names.notOpened(pair.index()); // somebody changed them in the database
        }
    }

    /** An iterator over a job's pairs, by pages, so that memory does not grow with the job. */
    public final class All implements Iterator<StoredOutcome>, AutoCloseable {
        private final Source source;
        private final @Nullable Moment moment;
        private final Optional<DataKey> labels;
        private Iterator<StoredOutcome> page = List.<StoredOutcome>of().iterator();
        private int last = -1;
        private boolean exhausted;

        private All(Source source, @Nullable Moment moment) {
            this.source = source;
            this.moment = moment;
            this.labels = keys.find(source.job(), Purpose.LABELS);
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && !exhausted) {
                var next = moment == null
                        ? page(source, last, PAGE, null, labels)
                        : opened(
                                outcomes.pageAt(moment, source.job(), source.acceptedOn(), last, PAGE), source, labels);
                exhausted = next.size() < PAGE;
                page = next.iterator();
            }
            return page.hasNext();
        }

        @Override
        public StoredOutcome next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var next = page.next();
            last = next.index();
            return next;
        }

        @Override
        public void close() {
            labels.ifPresent(DataKey::close);
        }
    }
}
