package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.report.Bucket;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report is asked for, as rollups count it: by whole quarter hours.
 *
 * @param starts when the bucket of each span begins; of the whole period, where there are no buckets
 * @param isInBuckets whether there are
 */
record CountedPeriod(Rollups.Query query, List<Instant> starts, boolean isInBuckets) {
    CountedPeriod {
        starts = List.copyOf(starts);
    }

    /** The whole period at once. */
    static CountedPeriod whole(ReportQuery query) {
        return whole(query, query.from(), query.to());
    }

    /** The same of another period. */
    static CountedPeriod whole(ReportQuery query, Instant from, Instant to) {
        return of(query, List.of(Span.around(from, to)), List.of(from), false);
    }

    /** Cut into the buckets that are asked for, if any are. */
    static CountedPeriod inBuckets(ReportQuery query) {
        var bucket = query.bucket();
        return bucket == null ? whole(query) : inBuckets(query, bucket);
    }

    private static CountedPeriod inBuckets(ReportQuery query, Bucket bucket) {
        var period = Span.around(query.from(), query.to());
        var starts = query.starts(bucket);
        if (!starts.stream().allMatch(Span::isBorder)) {
            throw Parameters.invalid("Outcomes are counted by the quarter hours of UTC, and a " + bucket.code()
                    + " of this zone does not begin with one. Name another zone, or ask without bucket.");
        }
        var spans = new ArrayList<Span>();
        for (int i = 0; i < starts.size(); i++) {
            spans.add(new Span(
                    later(starts.get(i), period.from()), i + 1 < starts.size() ? starts.get(i + 1) : period.to()));
        }
        return of(query, spans, starts, true);
    }

    /** When the bucket of a span begins; null where there are no buckets. */
    @Nullable
    Instant bucket(int span) {
        return isInBuckets ? starts.get(span) : null;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static CountedPeriod of(ReportQuery query, List<Span> spans, List<Instant> starts, boolean isInBuckets) {
        return new CountedPeriod(
                new Rollups.Query(query.tenant(), spans, query.client(), query.surface(), query.model()),
                starts,
                isInBuckets);
    }
}
