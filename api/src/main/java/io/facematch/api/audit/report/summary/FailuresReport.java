package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.report.Series;
import io.facematch.api.audit.rollup.Failure;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Rollups.By;
import io.facematch.api.audit.rollup.Rollups.Group;
import io.facematch.verification.Reason;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Why outcomes decided nothing, by client and by photo. */
@Component
class FailuresReport implements Report {
    private static final Map<String, String> CODES =
            Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::name, Reason::code));

    private static final List<Column> COLUMNS = List.of(
            Column.text("client", "Client"),
            Column.text("side", "Photo"),
            Column.text("status", "Status"),
            Column.text("reason", "Reason"),
            Column.count("outcomes", "Outcomes"),
            Column.rate("share", "Share"));

    private static final Comparator<Map.Entry<Row, Long>> MOST_FIRST = Comparator.comparingInt(
                    (Map.Entry<Row, Long> entry) -> entry.getKey().span())
            .thenComparing(Map.Entry::getValue, Comparator.reverseOrder())
            .thenComparing(
                    Map.Entry::getKey,
                    Comparator.comparing(Row::client)
                            .thenComparing(Row::status)
                            .thenComparing(Row::side)
                            .thenComparing(Row::reason));

    private final Rollups rollups;
    private final Remarks remarks;

    FailuresReport(Rollups rollups, Remarks remarks) {
        this.rollups = rollups;
        this.remarks = remarks;
    }

    private record Row(int span, String client, String side, String status, String reason) {
        static Row of(Group group, Failure failure) {
            return new Row(
                    group.span(),
                    group.name(),
                    side(failure),
                    failure.status().code(),
                    Stream.of(failure.probe(), failure.reference(), failure.fault())
                            .filter(Objects::nonNull)
                            .map(reason -> CODES.getOrDefault(reason, reason.toLowerCase(Locale.ROOT)))
                            .distinct()
                            .collect(Collectors.joining(" / ")));
        }

        private static String side(Failure failure) {
            if (isSet(failure.probe()) && isSet(failure.reference())) {
                return "both";
            }
            if (isSet(failure.probe())) {
                return "probe";
            }
            return isSet(failure.reference()) ? "reference" : "none";
        }

        private static boolean isSet(@Nullable String reason) {
            return reason != null;
        }
    }

    @Override
    public String name() {
        return "failures";
    }

    @Override
    public String title() {
        return "Why nothing was decided";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL, ReportParameter.BUCKET);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var period = CountedPeriod.inBuckets(query);
        var counts = new HashMap<Row, Long>();
        var ofSpans = new long[period.starts().size()];
        rollups.failures(period.query(), By.CLIENT)
                .forEach((group, failures) -> failures.forEach((failure, count) -> {
                    counts.merge(Row.of(group, failure), count, Long::sum);
                    ofSpans[group.span()] += count;
                }));
        Series.checkRows(counts.size(), "failures", "for one client");
        var table = ReportTable.of(Series.columns(query, COLUMNS));
        counts.entrySet().stream().sorted(MOST_FIRST).forEach(entry -> {
            var row = entry.getKey();
            table.add(Series.row(
                    period.bucket(row.span()),
                    List.of(
                            row.client(),
                            row.side(),
                            row.status(),
                            row.reason(),
                            entry.getValue(),
                            Rates.of(entry.getValue(), ofSpans[row.span()]))));
        });
        return table.total("outcomes", Arrays.stream(ofSpans).sum())
                .note(remarks.on(query))
                .build();
    }
}
