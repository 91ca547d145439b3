package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.report.Series;
import io.facematch.api.audit.rollup.Counter;
import io.facematch.api.audit.rollup.Counts;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Rollups.By;
import io.facematch.api.audit.rollup.Rollups.Group;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How many outcomes each client had. */
@Component
class UsageReport implements Report {
    private static final List<Column> COLUMNS = List.of(
            Column.text("client", "Client"),
            Column.count("outcomes", "Outcomes"),
            Column.count("match", "Match"),
            Column.count("non_match", "Non-match"),
            Column.count("not_compared", "Not compared"),
            Column.rate("share", "Share of all clients"));

    private static final Comparator<Map.Entry<Group, Counts>> MOST_FIRST = Comparator.comparingInt(
                    (Map.Entry<Group, Counts> row) -> row.getKey().span())
            .thenComparing(row -> row.getValue().outcomes(), Comparator.reverseOrder())
            .thenComparing(row -> row.getKey().name());

    private final Rollups rollups;
    private final Remarks remarks;

    UsageReport(Rollups rollups, Remarks remarks) {
        this.rollups = rollups;
        this.remarks = remarks;
    }

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public String title() {
        return "Outcomes of each client";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL, ReportParameter.BUCKET);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var period = CountedPeriod.inBuckets(query);
        var asked = period.query();
        checkRows(query, asked.spans().size());
        var all = rollups.counts(
                new Rollups.Query(asked.tenant(), asked.spans(), null, asked.surface(), asked.model()), By.SPAN);
        var table = ReportTable.of(Series.columns(query, COLUMNS));
        var sum = new Counts();
        rollups.counts(asked, By.CLIENT).entrySet().stream().sorted(MOST_FIRST).forEach(row -> {
            var span = row.getKey().span();
            var counts = row.getValue();
            sum.add(counts);
            var ofAll = all.getOrDefault(new Group(span, ""), counts);
            table.add(Series.row(
                    period.bucket(span),
                    List.of(
                            row.getKey().name(),
                            counts.outcomes(),
                            counts.get(Counter.MATCH),
                            counts.get(Counter.NON_MATCH),
                            counts.notCompared(),
                            Rates.of(counts.outcomes(), ofAll.outcomes()))));
        });
        return table.total("outcomes", sum.outcomes())
                .total("match", sum.get(Counter.MATCH))
                .total("non_match", sum.get(Counter.NON_MATCH))
                .total("not_compared", sum.notCompared())
                .note(remarks.on(query))
                .build();
    }

    /** Each of them has to be looked up. */
    private void checkRows(ReportQuery query, int spans) {
        if (query.client() == null) {
            Series.checkRows((long) spans * rollups.clients(query.tenant()).size(), "clients", "for one client");
        }
    }
}
