package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.ReportQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that has the beginning of a bucket before its other columns, where buckets are asked for. */
final class Series {
    private Series() {}

    static List<Column> columns(ReportQuery query, List<Column> others) {
        if (query.bucket() == null) {
            return others;
        }
        var columns = new ArrayList<Column>();
        columns.add(Column.time("start", "Begin"));
        columns.addAll(others);
        return columns;
    }

    /** @param start null where no buckets are asked for */
    static @Nullable Object[] row(@Nullable Instant start, List<? extends @Nullable Object> others) {
        var row = new ArrayList<@Nullable Object>(others);
        if (start != null) {
            row.addFirst(start);
        }
        return row.toArray();
    }
}
