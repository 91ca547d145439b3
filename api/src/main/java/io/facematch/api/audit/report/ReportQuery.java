package io.facematch.api.audit.report;

import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.filter.PlaceCursor;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report is asked for. A report that does not take a filter never sees one.
 *
 * @param from decided then or later
 * @param to decided before
 * @param zone of dates and buckets
 * @param bucket null for one row over the whole period
 * @param given all that was asked for by name, for a report's own parameters
 * @param isSensitive whether the reader may see by what a subject can be recognized
 */
public record ReportQuery(
        String tenant,
        Instant from,
        Instant to,
        ZoneId zone,
        @Nullable String client,
        @Nullable String surface,
        @Nullable String model,
        @Nullable Bucket bucket,
        Parameters given,
        boolean isSensitive) {
    /** Of a report with a time series. */
    static final int MOST_BUCKETS = 2000;

    /** When each bucket begins that has a part of the period in it, in order. The first one may begin before the period. */
    public List<Instant> starts(Bucket bucket) {
        return bucket.starts(from, to, zone, MOST_BUCKETS);
    }

    /** Rows of a page: {@link ReportParameter#LIMIT}. */
    public int limit() {
        return given.whole("limit", 1, 1000, 50);
    }

    /** The place after which a page of {@link ReportParameter#CURSOR} begins; null for the first. */
    public @Nullable OutcomePlace after() {
        var cursor = given.text("cursor");
        return cursor == null ? null : PlaceCursor.place(search(), cursor);
    }

    /** The cursor that leads to what comes after this place. */
    public String cursor(OutcomePlace last) {
        return PlaceCursor.of(search(), last);
    }

    /** What a page has in common with the next one, as far as it was said: what was not may have changed meanwhile. */
    private Map<String, String> search() {
        var search = given.without("cursor", "limit", "format", "bom");
        search.put(FilterReader.TENANT, tenant);
        return search;
    }

    /** What is asked for beside period and tenant, by the names of the parameters: for a log, and for cursors. */
    Map<String, String> filters(List<ReportParameter> own) {
        var filters = new LinkedHashMap<String, String>();
        for (var parameter : own) {
            var value = given.text(parameter.name());
            if (value != null
                    && !parameter.equals(ReportParameter.BUCKET)
                    && !parameter.equals(ReportParameter.LIMIT)
                    && !parameter.equals(ReportParameter.CURSOR)) {
                filters.put(parameter.name(), value);
            }
        }
        return filters;
    }

    /** Without values, which may name people. */
    @Override
    public String toString() {
        return "ReportQuery[" + from + ", " + to + "]";
    }
}
