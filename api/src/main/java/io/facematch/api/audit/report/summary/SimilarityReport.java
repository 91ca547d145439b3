package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.report.Series;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Rollups.By;
import io.facematch.api.audit.rollup.histogram.Histogram;
import io.facematch.api.audit.rollup.histogram.Similarities;
import java.util.List;
import org.springframework.stereotype.Component;

/** How many decisions had which similarity. */
@Component
class SimilarityReport implements Report {
    private static final List<Column> COLUMNS = List.of(
            Column.number("low", "From"),
            Column.number("high", "To"),
            Column.count("match", "Match"),
            Column.count("non_match", "Non-match"));

    private final Rollups rollups;
    private final Remarks remarks;

    SimilarityReport(Rollups rollups, Remarks remarks) {
        this.rollups = rollups;
        this.remarks = remarks;
    }

    @Override
    public String name() {
        return "similarity";
    }

    @Override
    public String title() {
        return "How similar the photos were";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL, ReportParameter.BUCKET);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var period = CountedPeriod.inBuckets(query);
        Series.checkRows((long) period.starts().size() * Similarities.BINS, "similarities", "without bucket");
        var sum = SumOfModels.of(rollups.similarities(period.query(), By.MODEL), period);
        var table = ReportTable.of(Series.columns(query, COLUMNS));
        var whole = new Similarities();
        for (int span = 0; span < sum.ofSpans().size(); span++) {
            add(table, period, span, sum.ofSpans().get(span));
            whole.add(sum.ofSpans().get(span));
        }
        return table.total("match", whole.matches().total())
                .total("non_match", whole.nonMatches().total())
                .note(sum.remarks().toArray(String[]::new))
                .note(remarks.on(query))
                .build();
    }

    /** Of many histograms, most bins are empty, and are left out. */
    private static void add(ReportTable.Builder table, CountedPeriod period, int span, Similarities similarities) {
        for (int bin = 0; bin < Similarities.BINS; bin++) {
            var matches = count(similarities.matches(), bin);
            var nonMatches = count(similarities.nonMatches(), bin);
            if (!period.isInBuckets() || matches + nonMatches > 0) {
                table.add(Series.row(
                        period.bucket(span),
                        List.of(Similarities.edge(bin), Similarities.edge(bin + 1), matches, nonMatches)));
            }
        }
    }

    /** The last one has the similarity 1, too. */
    private static long count(Histogram histogram, int bin) {
        return histogram.count(bin) + (bin == Similarities.BINS - 1 ? histogram.count(Similarities.BINS) : 0);
    }
}
