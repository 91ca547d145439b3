package io.facematch.api.audit.report.reconciliation;

import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Pairs that came in archives, against outcomes that were entered into the log: counted there, and not by what a job counts of
 * itself.
 */
@Component
class ReconciliationReport implements Report {
    private static final String MISSING_ONLY = "missing_only";

    private static final List<Column> COLUMNS = List.of(
            Column.id("job", "Job"),
            Column.text("client", "Client"),
            Column.time("accepted_at", "Accepted"),
            Column.text("state", "State"),
            Column.count("pairs", "Pairs"),
            Column.count("outcomes", "Outcomes in the log"),
            Column.count("missing", "Missing"));

    /** Of jobs that were accepted: what is still being sent, or broke off before, has no pairs that anybody was promised. */
    private static final String JOBS = """
             from job j left join job_rollup r on r.job_id = j.id
            where j.tenant = :tenant and j.kind = 'BULK' and j.state not in ('ENQUEUING', 'FAILED')
                and j.created_at >= :from and j.created_at < :to
                and (cast(:client as text) is null or j.client = :client)
                and (cast(:surface as text) is null or j.surface = :surface)
                and (not :missingOnly or j.total > coalesce(r.outcomes, 0))""";

    private final JdbcClient jdbc;

    ReconciliationReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "reconciliation";
    }

    @Override
    public String title() {
        return "Pairs of archives against their outcomes";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(
                ReportParameter.CLIENT,
                ReportParameter.SURFACE,
                new ReportParameter(
                        MISSING_ONLY, "true for jobs that have fewer outcomes than pairs alone; false (usual)"),
                ReportParameter.LIMIT,
                ReportParameter.CURSOR);
    }

    private record Reconciled(UUID job, String client, Instant acceptedAt, String state, long pairs, long outcomes) {
        OutcomePlace place() {
            return new OutcomePlace(acceptedAt, job, 0);
        }
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var limit = query.limit();
        var found = page(query, limit + 1);
        var page = found.size() > limit ? found.subList(0, limit) : found;
        var table = ReportTable.of(COLUMNS);
        for (var job : page) {
            table.add(
                    job.job(),
                    job.client(),
                    job.acceptedAt(),
                    job.state(),
                    job.pairs(),
                    job.outcomes(),
                    job.pairs() - job.outcomes());
        }
        if (found.size() > limit) {
            table.next(query.cursor(page.getLast().place()));
        }
        addTotals(table, query);
        return table.note(
                        "Outcomes are those that have become leaves of the log; what was decided after as_of is on its way there."
                                + " Whether they are still there and unchanged, './facematch audit verify' tells.",
                        "Pairs without outcome: of RUNNING jobs they are to come; of CANCELLED and EXPIRED ones they were never"
                                + " compared, as was asked for, or since the time was over. A COMPLETED job that misses one has"
                                + " lost it before it was in the log: look into it.",
                        "The totals are those of all jobs of the period, on whichever page.")
                .build();
    }

    private List<Reconciled> page(ReportQuery query, int limit) {
        var after = query.after();
        return params(
                        jdbc.sql(
                                "select j.id, j.client, j.created_at, j.state, j.total, coalesce(r.outcomes, 0) as outcomes"
                                        + JOBS
                                        + (after == null
                                                ? ""
                                                : " and j.created_at <= :time and (j.created_at, j.id) < (:time, :job)")
                                        + " order by j.created_at desc, j.id desc limit :limit"),
                        query)
                .param("time", after == null ? null : Timestamp.from(after.decidedAt()))
                .param("job", after == null ? null : after.jobId())
                .param("limit", limit)
                .query((row, n) -> new Reconciled(
                        row.getObject("id", UUID.class),
                        row.getString("client"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getString("state"),
                        row.getLong("total"),
                        row.getLong("outcomes")))
                .list();
    }

    private void addTotals(ReportTable.Builder table, ReportQuery query) {
        params(
                        jdbc.sql("select coalesce(sum(j.total), 0) as pairs, coalesce(sum(r.outcomes), 0) as outcomes"
                                + JOBS),
                        query)
                .query((row, n) -> table.total("pairs", row.getLong("pairs"))
                        .total("outcomes", row.getLong("outcomes"))
                        .total("missing", row.getLong("pairs") - row.getLong("outcomes")))
                .list();
    }

    private static StatementSpec params(StatementSpec statement, ReportQuery query) {
        return statement
                .param("tenant", query.tenant())
                .param("from", Timestamp.from(query.from()))
                .param("to", Timestamp.from(query.to()))
                .param("client", query.client())
                .param("surface", query.surface())
                .param(
                        "missingOnly",
                        query.given()
                                .oneOf(MISSING_ONLY, "false", "true", "false")
                                .equals("true"));
    }
}
