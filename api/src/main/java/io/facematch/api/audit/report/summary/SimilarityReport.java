package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
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
        return List.of(ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var sum = SumOfModels.of(rollups.similarities(CountedPeriod.whole(query).query(), By.MODEL));
        var similarities = sum.similarities();
        var table = ReportTable.of(COLUMNS);
        for (int bin = 0; bin < Similarities.BINS; bin++) {
            table.add(
                    Similarities.edge(bin),
                    Similarities.edge(bin + 1),
                    count(similarities.matches(), bin),
                    count(similarities.nonMatches(), bin));
        }
        return table.total("match", similarities.matches().total())
                .total("non_match", similarities.nonMatches().total())
                .note(sum.remarks().toArray(String[]::new))
                .note(remarks.on(query))
                .build();
    }

    /** The last one has the similarity 1, too. */
    private static long count(Histogram histogram, int bin) {
        return histogram.count(bin) + (bin == Similarities.BINS - 1 ? histogram.count(Similarities.BINS) : 0);
    }
}
