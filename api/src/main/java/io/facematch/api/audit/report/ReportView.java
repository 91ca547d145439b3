package io.facematch.api.audit.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report in JSON.
 *
 * @param asOf until when the outcomes are in it; null before the first
 */
record ReportView(
        String report,
        String title,
        String tenant,
        Instant from,
        Instant to,
        String zone,
        @Nullable String bucket,
        Map<String, String> filters,
        @Nullable Instant asOf,
        List<ColumnView> columns,
        List<Map<String, Object>> rows,
        Map<String, Object> totals,
        List<String> notes,
        @Nullable String nextCursor) {

    record ColumnView(String name, String title, String type) {
        static ColumnView of(Column column) {
            return new ColumnView(column.name(), column.title(), column.type().code());
        }
    }

    static ReportView of(Report report, ReportQuery query, @Nullable Instant asOf, ReportTable table) {
        var bucket = query.bucket();
        return new ReportView(
                report.name(),
                report.title(),
                query.tenant(),
                query.from(),
                query.to(),
                query.zone().getId(),
                bucket == null ? null : bucket.code(),
                query.filters(report.parameters()),
                asOf,
                table.columns().stream().map(ColumnView::of).toList(),
                table.rows(),
                table.totals(),
                table.notes(),
                table.nextCursor());
    }

    /** Without values, which may name people. */
    @Override
    public String toString() {
        return "ReportView[" + report + "]";
    }
}
