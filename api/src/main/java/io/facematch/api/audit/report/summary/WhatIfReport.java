package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.report.Series;
import io.facematch.api.audit.report.summary.PartOfBin.Part;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Rollups.By;
import io.facematch.api.audit.rollup.histogram.Similarities;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many decisions would be others, had another threshold decided. */
@Component
class WhatIfReport implements Report {
    private static final int DECIMALS = 4;
    private static final ReportParameter THRESHOLD =
            new ReportParameter("threshold", "one row for this threshold, 0 to 1, in place of one for each of 201");

    private static final List<Column> COLUMNS = List.of(
            Column.number("threshold", "Threshold"),
            Column.count("match", "Would be match"),
            Column.count("non_match", "Would be non-match"),
            Column.count("to_match", "Non-match that would be match"),
            Column.count("to_non_match", "Match that would be non-match"));

    private final Rollups rollups;
    private final PartOfBin partOfBin;
    private final Remarks remarks;

    WhatIfReport(Rollups rollups, PartOfBin partOfBin, Remarks remarks) {
        this.rollups = rollups;
        this.partOfBin = partOfBin;
        this.remarks = remarks;
    }

    @Override
    public String name() {
        return "what-if";
    }

    @Override
    public String title() {
        return "Decisions with another threshold";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(
                ReportParameter.CLIENT,
                ReportParameter.SURFACE,
                ReportParameter.MODEL,
                ReportParameter.BUCKET,
                THRESHOLD);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var threshold = threshold(query.given());
        var period = CountedPeriod.inBuckets(query);
        Series.checkRows(
                period.starts().size() * (threshold == null ? Similarities.BINS + 1L : 1),
                "thresholds",
                "for one threshold");
        var sum = SumOfModels.of(rollups.similarities(period.query(), By.MODEL), period);
        var table = ReportTable.of(Series.columns(query, COLUMNS));
        if (threshold == null) {
            for (int span = 0; span < sum.ofSpans().size(); span++) {
                var similarities = sum.ofSpans().get(span);
                for (int bin = 0; bin <= Similarities.BINS; bin++) {
                    add(table, period.bucket(span), similarities, Similarities.edge(bin), below(similarities, bin));
                }
            }
        } else {
            addOne(table, period, sum.ofSpans(), threshold);
        }
        return table.note(sum.remarks().toArray(String[]::new))
                .note(remarks.on(query))
                .build();
    }

    private void addOne(ReportTable.Builder table, CountedPeriod period, List<Similarities> ofSpans, double threshold) {
        var bin = Similarities.bin(threshold);
        var parts = Similarities.edge(bin) < threshold
                ? partOfBin.below(
                        threshold,
                        ofSpans.stream()
                                .map(similarities -> of(similarities, bin))
                                .toList(),
                        period.query())
                : List.<Part>of();
        for (int span = 0; span < ofSpans.size(); span++) {
            var below = below(ofSpans.get(span), bin);
            add(
                    table,
                    period.bucket(span),
                    ofSpans.get(span),
                    threshold,
                    parts.isEmpty() ? below : below.plus(parts.get(span).below()));
        }
        if (!parts.stream().allMatch(Part::isExact)) {
            table.note("Of outcomes with a similarity from " + Similarities.edge(bin) + " to "
                    + Similarities.edge(bin + 1)
                    + ", some were erased or dropped: how many of these are below the threshold is estimated.");
        }
    }

    /** Numbers of decisions as they were made. */
    record Decisions(long matches, long nonMatches) {
        Decisions plus(Decisions more) {
            return new Decisions(matches + more.matches, nonMatches + more.nonMatches);
        }

        long total() {
            return matches + nonMatches;
        }
    }

    private static Decisions of(Similarities similarities, int bin) {
        return new Decisions(
                similarities.matches().count(bin), similarities.nonMatches().count(bin));
    }

    private static Decisions below(Similarities similarities, int bin) {
        return new Decisions(
                similarities.matches().below(bin), similarities.nonMatches().below(bin));
    }

    /** @param below with a similarity below the threshold */
    private static void add(
            ReportTable.Builder table,
            @Nullable Instant bucket,
            Similarities similarities,
            double threshold,
            Decisions below) {
        var all = new Decisions(
                similarities.matches().total(), similarities.nonMatches().total());
        table.add(Series.row(
                bucket,
                List.of(
                        threshold,
                        all.total() - below.total(),
                        below.total(),
                        all.nonMatches() - below.nonMatches(),
                        below.matches())));
    }

    private static @Nullable Double threshold(Parameters given) {
        var text = given.text(THRESHOLD.name());
        if (text == null) {
            return null;
        }
        try {
            var number = new BigDecimal(text);
            if (number.scale() <= DECIMALS
                    && number.scale() >= -1
                    && number.signum() >= 0
                    && number.compareTo(BigDecimal.ONE) <= 0) {
                return number.doubleValue();
            }
        } catch (NumberFormatException e) {
            // Refused like a number that is out of range.
        }
        throw Parameters.invalid("threshold must be a number between 0 and 1 with four decimals at most.");
    }
}
