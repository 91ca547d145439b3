package io.facematch.api.audit.report.borderline;

import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.filter.DecisionCode;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.verification.Decision;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Outcomes whose similarity is near the threshold that decided them. */
@Component
class BorderlineReport implements Report {
    private static final ReportParameter DELTA = new ReportParameter(
            "delta", "how far from its threshold a similarity may be, 0 to 0.2, 0.02 unless it is said");

    private static final BigDecimal USUAL_DELTA = new BigDecimal("0.02");
    private static final BigDecimal MOST_DELTA = new BigDecimal("0.2");

    private static final List<Column> COLUMNS = List.of(
            Column.id("id", "Outcome"),
            Column.time("decided_at", "Decided"),
            Column.text("client", "Client"),
            Column.text("surface", "Surface"),
            Column.similarity("similarity", "Similarity"),
            Column.similarity("threshold", "Threshold"),
            Column.number("distance", "Distance from the threshold"),
            Column.text("decision", "Decision"),
            Column.text("model", "Model"));

    private final JdbcClient jdbc;

    BorderlineReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "borderline";
    }

    @Override
    public String title() {
        return "Decisions near their threshold";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(
                ReportParameter.CLIENT, ReportParameter.SURFACE, ReportParameter.MODEL, DELTA, ReportParameter.LIMIT);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var delta = delta(query.given());
        var table = ReportTable.of(COLUMNS);
        jdbc.sql("""
                        select e.job_id, e.pair_index, e.decided_at, e.client, e.surface, e.similarity, o.threshold, e.decision,
                            e.embedder
                        from audit_entry e join outcome o using (accepted_on, job_id, pair_index)
                        where e.tenant = :tenant and e.decided_at >= :from and e.decided_at < :to
                            and abs(e.similarity - o.threshold) <= :delta
                            and (cast(:client as text) is null or e.client = :client)
                            and (cast(:surface as text) is null or e.surface = :surface)
                            and (cast(:model as text) is null or e.embedder = :model)
                        order by e.decided_at desc, e.job_id desc, e.pair_index desc limit :limit""")
                .param("tenant", query.tenant())
                .param("from", Timestamp.from(query.from()))
                .param("to", Timestamp.from(query.to()))
                .param("delta", delta)
                .param("client", query.client())
                .param("surface", query.surface())
                .param("model", query.model())
                .param("limit", query.limit())
                .query((row, n) -> add(table, row))
                .list();
        return table.build();
    }

    private static ReportTable.Builder add(ReportTable.Builder table, ResultSet row) throws SQLException {
        var similarity = row.getDouble("similarity");
        var threshold = row.getDouble("threshold");
        return table.add(
                new OutcomeId(row.getObject("job_id", UUID.class), row.getInt("pair_index")),
                row.getTimestamp("decided_at").toInstant(),
                row.getString("client"),
                row.getString("surface"),
                similarity,
                threshold,
                Math.round((similarity - threshold) * 1e4) / 1e4,
                DecisionCode.of(Decision.valueOf(row.getString("decision"))),
                row.getString("embedder"));
    }

    private static BigDecimal delta(Parameters given) {
        var text = given.text("delta");
        if (text == null) {
            return USUAL_DELTA;
        }
        try {
            var delta = new BigDecimal(text);
            if (delta.signum() >= 0 && delta.compareTo(MOST_DELTA) <= 0 && delta.scale() <= 4) {
                return delta;
            }
        } catch (NumberFormatException e) {
            // Refused like a number that is out of range.
        }
        throw Parameters.invalid("delta must be a number between 0 and 0.2 with four decimals at most.");
    }
}
