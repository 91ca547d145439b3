package io.facematch.api.audit.report.accuracy;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.api.audit.report.Series;
import io.facematch.verification.OperatingPoint;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** False match and false non-match rates, measured with what people have said of outcomes. */
@Component
class AccuracyReport implements Report {
    private static final List<Column> COLUMNS = List.of(
            Column.text("model", "Model"),
            Column.text("operating_point", "Operating point"),
            Column.count("mated", "Pairs of one person"),
            Column.count("false_non_matches", "False non-matches"),
            Column.rate("fnmr", "FNMR"),
            Column.rate("fnmr_low", "FNMR, from"),
            Column.rate("fnmr_high", "FNMR, to"),
            Column.count("non_mated", "Pairs of two persons"),
            Column.count("false_matches", "False matches"),
            Column.rate("fmr", "FMR"),
            Column.rate("fmr_low", "FMR, from"),
            Column.rate("fmr_high", "FMR, to"));

    private final JdbcClient jdbc;

    AccuracyReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public String title() {
        return "Error rates as measured with feedback";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL, ReportParameter.BUCKET);
    }

    /**
     * @param bucket its place; 0 where there are no buckets
     * @param model null of those that were not compared
     */
    private record Counted(
            int bucket,
            @Nullable String model,
            String operatingPoint,
            Proportion falseNonMatches,
            Proportion falseMatches,
            long notCompared,
            long contradicted) {}

    @Override
    public ReportTable read(ReportQuery query) {
        var bucket = query.bucket();
        var starts = bucket == null ? List.of(query.from()) : query.starts(bucket);
        var all = count(query, starts);
        Series.checkRows(all.size(), "models, operating points", "for one model");
        var table = ReportTable.of(Series.columns(query, COLUMNS));
        for (var counted : all) {
            if (counted.model() != null) {
                add(table, bucket == null ? null : starts.get(counted.bucket()), counted);
            }
        }
        table.total(
                        "mated",
                        all.stream()
                                .mapToLong(one -> one.falseNonMatches().cases())
                                .sum())
                .total(
                        "false_non_matches",
                        all.stream()
                                .mapToLong(one -> one.falseNonMatches().hits())
                                .sum())
                .total(
                        "non_mated",
                        all.stream()
                                .mapToLong(one -> one.falseMatches().cases())
                                .sum())
                .total(
                        "false_matches",
                        all.stream().mapToLong(one -> one.falseMatches().hits()).sum())
                .note(
                        "Counted are outcomes of which somebody has said whether both photos are of one person; of several"
                                + " answers, the last.",
                        "Who labels what looked wrong measures how often that was wrong, not all. Only labels of outcomes"
                                + " that were chosen at random tell the rates of all of them, and a false match that nobody"
                                + " noticed is in no row.",
                        "The intervals are exact (Clopper-Pearson, 95 %) for outcomes that do not depend on each other."
                                + " Several of one person do; then the true intervals are wider.");
        noteIfAny(table, all.stream().mapToLong(Counted::notCompared).sum(), "were not compared, and are not counted");
        noteIfAny(
                table, all.stream().mapToLong(Counted::contradicted).sum(), "have answers that contradict each other");
        return table.build();
    }

    private static void noteIfAny(ReportTable.Builder table, long outcomes, String what) {
        if (outcomes > 0) {
            table.note("Labelled outcomes that " + what + ": " + outcomes + ".");
        }
    }

    /** @param starts of the buckets, of which the first may begin before the period */
    private List<Counted> count(ReportQuery query, List<Instant> starts) {
        return jdbc.sql("""
                        with labelled as (
                            select accepted_on, job_id, pair_index, min(decided_at) as decided_at, (array_agg(same_person order by id desc))[1] as same_person,
                                bool_or(same_person) and not bool_and(same_person) as contradicted
                            from outcome_feedback
                            where tenant = :tenant and decided_at >= :from and decided_at < :to
                            group by accepted_on, job_id, pair_index)
                        select width_bucket(l.decided_at, cast(:starts as timestamptz[])) - 1 as bucket, o.embedder, o.operating_point,
                            count(*) filter (where same_person and decision is not null) as mated,
                            count(*) filter (where same_person and decision = 'NON_MATCH') as false_non_matches,
                            count(*) filter (where not same_person and decision is not null) as non_mated,
                            count(*) filter (where not same_person and decision = 'MATCH') as false_matches,
                            count(*) filter (where decision is null) as not_compared,
                            count(*) filter (where contradicted) as contradicted
                        from labelled l
                        cross join lateral (select tenant, client, surface, embedder, operating_point, decision from outcome
                            where accepted_on = l.accepted_on and job_id = l.job_id and pair_index = l.pair_index limit 1) o
                        where o.tenant = :tenant
                            and (cast(:client as text) is null or o.client = :client)
                            and (cast(:surface as text) is null or o.surface = :surface)
                            and (cast(:model as text) is null or o.embedder = :model)
                        group by 1, o.embedder, o.operating_point order by 1, o.embedder, o.operating_point""")
                .param("starts", starts.stream().map(Instant::toString).toArray(String[]::new))
                .param("tenant", query.tenant())
                .param("from", Timestamp.from(query.from()))
                .param("to", Timestamp.from(query.to()))
                .param("client", query.client())
                .param("surface", query.surface())
                .param("model", query.model())
                .query((row, n) -> new Counted(
                        row.getInt("bucket"),
                        row.getString("embedder"),
                        OperatingPoint.valueOf(row.getString("operating_point")).code(),
                        new Proportion(row.getLong("false_non_matches"), row.getLong("mated")),
                        new Proportion(row.getLong("false_matches"), row.getLong("non_mated")),
                        row.getLong("not_compared"),
                        row.getLong("contradicted")))
                .list();
    }

    private static void add(ReportTable.Builder table, @Nullable Instant bucket, Counted counted) {
        var falseNonMatches = counted.falseNonMatches();
        var falseMatches = counted.falseMatches();
        table.add(Series.row(
                bucket,
                Arrays.asList(
                        counted.model(),
                        counted.operatingPoint(),
                        falseNonMatches.cases(),
                        falseNonMatches.hits(),
                        falseNonMatches.share(),
                        falseNonMatches.low(),
                        falseNonMatches.high(),
                        falseMatches.cases(),
                        falseMatches.hits(),
                        falseMatches.share(),
                        falseMatches.low(),
                        falseMatches.high())));
    }
}
