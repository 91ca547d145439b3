package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.rollup.Counter;
import io.facematch.api.audit.rollup.Counts;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Rollups.By;
import io.facematch.api.audit.rollup.Rollups.Group;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many outcomes there were, and how they ended. */
@Component
class VolumeReport implements Report {
    private static final List<Column> COLUMNS = List.of(
            Column.time("start", "Begin"),
            Column.count("outcomes", "Outcomes"),
            Column.count("match", "Match"),
            Column.count("non_match", "Non-match"),
            Column.count("not_compared", "Not compared"),
            Column.rate("match_rate", "Match rate"),
            Column.rate("non_match_rate", "Non-match rate"),
            Column.rate("not_compared_rate", "Not compared rate"),
            Column.count("empty_image", "Empty image"),
            Column.count("no_face_detected", "No face detected"),
            Column.count("landmarks_not_detected", "Landmarks not detected"),
            Column.count("invalid_image", "Invalid image"),
            Column.count("low_quality", "Low quality"),
            Column.count("error", "Error"));

    private final Rollups rollups;
    private final Remarks remarks;

    VolumeReport(Rollups rollups, Remarks remarks) {
        this.rollups = rollups;
        this.remarks = remarks;
    }

    @Override
    public String name() {
        return "volume";
    }

    @Override
    public String title() {
        return "Outcomes and how they ended";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL, ReportParameter.BUCKET);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var period = CountedPeriod.inBuckets(query);
        var counted = rollups.counts(period.query(), By.SPAN);
        var table = ReportTable.of(COLUMNS);
        var sum = new Counts();
        for (int span = 0; span < period.starts().size(); span++) {
            var counts = counted.getOrDefault(new Group(span, ""), new Counts());
            sum.add(counts);
            var row = new ArrayList<@Nullable Object>();
            row.add(period.starts().get(span));
            row.addAll(values(counts));
            table.add(row.toArray());
        }
        var totals = values(sum);
        for (int i = 0; i < totals.size(); i++) {
            table.total(COLUMNS.get(i + 1).name(), totals.get(i));
        }
        return table.note(remarks.on(query)).build();
    }

    private static List<Object> values(Counts counts) {
        var values = new ArrayList<Object>(List.of(
                counts.outcomes(),
                counts.get(Counter.MATCH),
                counts.get(Counter.NON_MATCH),
                counts.notCompared(),
                Rates.of(counts.get(Counter.MATCH), counts.outcomes()),
                Rates.of(counts.get(Counter.NON_MATCH), counts.outcomes()),
                Rates.of(counts.notCompared(), counts.outcomes())));
        Counter.NOT_COMPARED.forEach(counter -> values.add(counts.get(counter)));
        return values;
    }
}
