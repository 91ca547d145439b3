package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.rollup.Failure;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Rollups.By;
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

    private static final Comparator<Map.Entry<Row, Long>> MOST_FIRST = Map.Entry.<Row, Long>comparingByValue()
            .reversed()
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

    private record Row(String client, String side, String status, String reason) {
        static Row of(String client, Failure failure) {
            return new Row(
                    client,
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
        return List.of(ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var counts = new HashMap<Row, Long>();
        rollups.failures(CountedPeriod.whole(query).query(), By.CLIENT)
                .forEach((group, failures) -> failures.forEach(
                        (failure, count) -> counts.merge(Row.of(group.name(), failure), count, Long::sum)));
        var all = counts.values().stream().mapToLong(count -> count).sum();
        var table = ReportTable.of(COLUMNS);
        counts.entrySet().stream().sorted(MOST_FIRST).forEach(entry -> {
            var row = entry.getKey();
            table.add(
                    row.client(),
                    row.side(),
                    row.status(),
                    row.reason(),
                    entry.getValue(),
                    Rates.of(entry.getValue(), all));
        });
        return table.total("outcomes", all).note(remarks.on(query)).build();
    }
}
