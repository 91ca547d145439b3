package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
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
import io.facematch.api.audit.rollup.histogram.Histogram;
import io.facematch.api.audit.rollup.histogram.Similarities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a period is still like an earlier one, for each model. */
@Component
class DriftReport implements Report {
    private static final ReportParameter BASELINE_FROM =
            new ReportParameter("baseline_from", "the period to compare with, as long as this one unless it is said");
    private static final ReportParameter BASELINE_TO =
            new ReportParameter("baseline_to", "where that period ends: from, unless it is said");

    private final Rollups rollups;
    private final FilterReader filters;
    private final Remarks remarks;

    DriftReport(Rollups rollups, FilterReader filters, Remarks remarks) {
        this.rollups = rollups;
        this.filters = filters;
        this.remarks = remarks;
    }

    /** What is told of both periods. */
    private record Figure(String name, String title, ToDoubleFunction<Counts> value) {
        static final List<Figure> ALL = List.of(
                new Figure(
                        "match_rate", "Match rate", counts -> Rates.of(counts.get(Counter.MATCH), counts.compared())),
                new Figure(
                        "probe_quality",
                        "Mean quality of probes",
                        counts -> quality(counts, Counter.PROBE_QUALITY, Counter.PROBE_FACES)),
                new Figure(
                        "reference_quality",
                        "Mean quality of references",
                        counts -> quality(counts, Counter.REFERENCE_QUALITY, Counter.REFERENCE_FACES)),
                new Figure("rotation_rate", "Turned photos", counts -> Rates.of(counts.turned(), counts.faces())),
                new Figure(
                        "failure_rate", "Not compared", counts -> Rates.of(counts.notCompared(), counts.outcomes())));

        private static double quality(Counts counts, Counter quality, Counter faces) {
            return Rates.of(counts.get(quality), counts.get(faces)) / Counts.QUALITY_UNIT;
        }

        Stream<Column> columns() {
            return Stream.of(Column.rate(name, title), Column.rate("baseline_" + name, title + " (baseline)"));
        }
    }

    private static final List<Column> COLUMNS = Stream.concat(
                    Stream.of(
                            Column.text("model", "Model"),
                            Column.count("outcomes", "Outcomes"),
                            Column.count("baseline_outcomes", "Outcomes (baseline)"),
                            Column.number("psi", "Population stability index"),
                            Column.text("verdict", "Verdict")),
                    Figure.ALL.stream().flatMap(Figure::columns))
            .toList();

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public String title() {
        return "What changed since an earlier period";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(
                ReportParameter.CLIENT,
                ReportParameter.SURFACE,
                ReportParameter.MODEL,
                ReportParameter.BUCKET,
                BASELINE_FROM,
                BASELINE_TO);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var baseline = baseline(query);
        var now = CountedPeriod.inBuckets(query);
        var before = CountedPeriod.whole(query, baseline.from(), baseline.to()).query();
        var counts = rollups.counts(now.query(), By.MODEL);
        var baselineCounts = rollups.counts(before, By.MODEL);
        var similarities = rollups.similarities(now.query(), By.MODEL);
        var baselineSimilarities = rollups.similarities(before, By.MODEL);
        var models = Stream.of(counts, baselineCounts)
                .flatMap(groups -> groups.keySet().stream().map(Group::name))
                .collect(Collectors.toCollection(TreeSet::new));
        Series.checkRows((long) now.starts().size() * models.size(), "models", "for one model");
        var table = ReportTable.of(Series.columns(query, COLUMNS));
        for (int span = 0; span < now.starts().size(); span++) {
            for (var model : models) {
                var group = new Group(span, model);
                var ofBaseline = new Group(0, model);
                var index = Stability.index(all(similarities.get(group)), all(baselineSimilarities.get(ofBaseline)));
                table.add(Series.row(
                        now.bucket(span),
                        row(
                                model,
                                counts.getOrDefault(group, new Counts()),
                                baselineCounts.getOrDefault(ofBaseline, new Counts()),
                                index)));
            }
        }
        var aboutBaseline = new ArrayList<String>();
        aboutBaseline.add("The baseline is from " + baseline.from() + " until before " + baseline.to()
                + ". An index is told from " + Stability.FEWEST + " comparisons in each of the two times on.");
        remarks.addWidened(aboutBaseline, baseline.from(), baseline.to());
        return table.note(aboutBaseline.toArray(String[]::new))
                .note(remarks.on(query))
                .build();
    }

    private record Baseline(Instant from, Instant to) {}

    private Baseline baseline(ReportQuery query) {
        var given = filters.period(query.given(), BASELINE_FROM.name(), BASELINE_TO.name());
        var to = given.to() == null ? query.from() : given.to();
        var from = given.from() == null ? to.minus(Duration.between(query.from(), query.to())) : given.from();
        if (from.isAfter(to)) {
            throw Parameters.invalid("baseline_from must not be after baseline_to, which is from unless you say it.");
        }
        return new Baseline(from, to);
    }

    private static Histogram all(@Nullable Similarities similarities) {
        return similarities == null ? new Histogram() : similarities.all();
    }

    private static List<@Nullable Object> row(String model, Counts counts, Counts baseline, double index) {
        var row = new ArrayList<@Nullable Object>();
        row.add(model.isEmpty() ? null : model);
        row.add(counts.outcomes());
        row.add(baseline.outcomes());
        row.add(index);
        row.add(Double.isNaN(index) ? null : Stability.verdict(index));
        for (var figure : Figure.ALL) {
            row.add(figure.value().applyAsDouble(counts));
            row.add(figure.value().applyAsDouble(baseline));
        }
        return row;
    }
}
