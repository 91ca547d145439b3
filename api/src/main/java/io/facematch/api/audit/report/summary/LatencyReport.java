package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.report.Series;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Rollups.By;
import io.facematch.api.audit.rollup.Rollups.Group;
import io.facematch.api.audit.rollup.histogram.Histogram;
import io.facematch.api.audit.rollup.histogram.Latencies;
import io.facematch.api.audit.rollup.histogram.Latencies.Measure;
import io.facematch.api.audit.rollup.histogram.Latencies.OutcomeClass;
import io.facematch.api.audit.rollup.histogram.LatencyBins;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long outcomes took. */
@Component
class LatencyReport implements Report {
    private static final double[] PARTS = {0.5, 0.9, 0.95, 0.99};

    private static final List<Column> COLUMNS = List.of(
            Column.text("outcome_class", "Outcomes that are"),
            Column.text("measure", "Measure"),
            Column.count("outcomes", "Outcomes"),
            Column.milliseconds("p50", "p50"),
            Column.milliseconds("p90", "p90"),
            Column.milliseconds("p95", "p95"),
            Column.milliseconds("p99", "p99"));

    private final Rollups rollups;
    private final Remarks remarks;

    LatencyReport(Rollups rollups, Remarks remarks) {
        this.rollups = rollups;
        this.remarks = remarks;
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String title() {
        return "How long outcomes took";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL, ReportParameter.BUCKET);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var period = CountedPeriod.inBuckets(query);
        var found = rollups.latencies(period.query(), By.SPAN);
        var table = ReportTable.of(Series.columns(query, COLUMNS));
        for (int span = 0; span < period.starts().size(); span++) {
            var latencies = found.get(new Group(span, ""));
            if (latencies != null) {
                var start = period.bucket(span);
                for (var measure : Measure.values()) {
                    add(table, start, "all", measure, latencies.ofAll(measure));
                }
                addEachClass(table, start, latencies);
            }
        }
        return table.note("Each value may differ from the exact one by 2 % of it.")
                .note(remarks.on(query))
                .build();
    }

    private static void addEachClass(ReportTable.Builder table, @Nullable Instant start, Latencies latencies) {
        for (var outcomes : OutcomeClass.values()) {
            for (var measure : Measure.values()) {
                add(table, start, outcomes.name().toLowerCase(Locale.ROOT), measure, latencies.of(outcomes, measure));
            }
        }
    }

    private static void add(
            ReportTable.Builder table, @Nullable Instant start, String outcomes, Measure measure, Histogram histogram) {
        var count = histogram.total();
        if (count == 0) {
            return;
        }
        var row = new ArrayList<@Nullable Object>();
        row.add(outcomes);
        row.add(measure.name().toLowerCase(Locale.ROOT));
        row.add(count);
        for (var part : PARTS) {
            row.add(LatencyBins.milliseconds(histogram.quantile(part)));
        }
        table.add(Series.row(start, row));
    }
}
