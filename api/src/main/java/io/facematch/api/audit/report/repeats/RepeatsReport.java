package io.facematch.api.audit.report.repeats;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.report.repeats.RepeatedDigests.Found;
import io.facematch.api.audit.report.repeats.RepeatedDigests.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which subjects, or which photos, were compared most often. */
@Component
class RepeatsReport implements Report {
    private static final String BY = "by";
    private static final String AT_LEAST = "at_least";

    private static final List<Column> COLUMNS = List.of(
            Column.count("rank", "Rank"),
            Column.count("attempts", "Attempts"),
            Column.count("match", "Matches"),
            Column.count("non_match", "Non-matches"),
            Column.count("not_compared", "Not compared"),
            Column.time("first_at", "First"),
            Column.time("last_at", "Last"),
            Column.id("latest", "Latest outcome"));

    private static final Column DIGEST = Column.text("digest", "Keyed digest");

    private final RepeatedDigests digests;

    RepeatsReport(RepeatedDigests digests) {
        this.digests = digests;
    }

    @Override
    public String name() {
        return "repeats";
    }

    @Override
    public String title() {
        return "Subjects and photos that were compared again";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(
                ReportParameter.CLIENT,
                ReportParameter.SURFACE,
                ReportParameter.MODEL,
                new ReportParameter(BY, "subject (usual) or photo"),
                new ReportParameter(AT_LEAST, "attempts, 2 to 1000, 2 unless it is said"),
                ReportParameter.LIMIT);
    }

    @Override
    public boolean hasSensitiveColumns() {
        return true;
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var by = query.given().oneOf(BY, "subject", "subject", "photo");
        var atLeast = query.given().whole(AT_LEAST, 2, 1000, 2);
        var found = digests.most(query, Kind.valueOf(by.toUpperCase(Locale.ROOT)), atLeast, query.limit());
        var columns = new ArrayList<>(COLUMNS);
        if (query.isSensitive()) {
            columns.add(DIGEST);
        }
        var table = ReportTable.of(columns);
        var rank = 0;
        for (var repeat : found.repeats()) {
            table.add(values(++rank, repeat, query.isSensitive()));
        }
        note(table, found);
        return table.build();
    }

    private static @Nullable Object[] values(int rank, Repeat repeat, boolean withDigest) {
        @Nullable
        Object[] values = {
            rank,
            repeat.attempts(),
            repeat.match(),
            repeat.nonMatch(),
            repeat.notCompared(),
            repeat.firstAt(),
            repeat.lastAt(),
            repeat.latest(),
            HexFormat.of().formatHex(repeat.digest())
        };
        return withDigest ? values : Arrays.copyOf(values, values.length - 1);
    }

    private static void note(ReportTable.Builder table, Found found) {
        table.note(
                "A photo is the same when its file is, byte for byte; the same picture that was stored anew is another one.");
        if (found.isCut()) {
            table.note(
                    "There are others with as many attempts as the last row has, or fewer. Ask for more rows (limit), or for"
                            + " those with more attempts (at_least).");
        }
        if (found.isGivenUp()) {
            table.note("There may be others with up to " + found.ever() + " attempts: " + RepeatedDigests.MOST_LOOKED_AT
                    + " that came more often at other times were looked at. Ask for a longer period.");
        }
        if (found.repeats().stream().anyMatch(repeat -> repeat.attempts() == RepeatedDigests.MOST_COUNTED)) {
            table.note("Where only a part of the attempts is in the period, or of one client, the newest "
                    + RepeatedDigests.MOST_COUNTED + " are counted.");
        }
    }
}
