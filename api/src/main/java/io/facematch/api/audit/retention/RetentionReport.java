package io.facematch.api.audit.retention;

import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was deleted and erased, and what was changed about how long outcomes are kept: the ledger, newest first. */
@Component
class RetentionReport implements Report {
    private static final List<Column> COLUMNS = List.of(
            Column.time("at", "When"),
            Column.text("rule", "By which rule"),
            Column.text("what", "What"),
            Column.text("by", "By whom"),
            Column.count("rows", "Outcomes"),
            Column.text("detail", "More"));

    private final JdbcClient jdbc;

    RetentionReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String title() {
        return "What was deleted and erased";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(ReportParameter.LIMIT);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var table = ReportTable.of(COLUMNS);
        var found = jdbc.sql("""
                        select at, rule, kind as what, actor_client, outcomes, id::text as id, month, searches, jobs, false as hold,
                            null::text as reason
                        from retention_ledger where tenant = :tenant and at >= :from and at < :to
                        union all
                        select changed_at, rule, 'change', actor_client, null, null, null, null, null, legal_hold, reason
                        from tenant_retention where tenant = :tenant and changed_at >= :from and changed_at < :to
                        order by at desc limit :limit""")
                .param("tenant", query.tenant())
                .param("from", Timestamp.from(query.from()))
                .param("to", Timestamp.from(query.to()))
                .param("limit", query.limit() + 1)
                .query((row, n) -> values(row))
                .list();
        found.stream().limit(query.limit()).forEach(table::add);
        if (found.size() > query.limit()) {
            table.note("There are more: ask for a shorter period.");
        }
        return table.build();
    }

    private static Object[] values(ResultSet row) throws SQLException {
        return new Object[] {
            row.getTimestamp("at").toInstant(),
            row.getString("rule"),
            row.getString("what"),
            Objects.requireNonNullElse(row.getString("actor_client"), ""),
            row.getObject("outcomes", Long.class),
            detail(row)
        };
    }

    private static String detail(ResultSet row) throws SQLException {
        var words = new ArrayList<String>();
        var month = row.getString("month");
        if (month != null) {
            words.add("accepted in " + month.substring(0, "2026-01".length()));
        }
        count(words, row.getLong("searches"), "searches that named a subject");
        count(words, row.getLong("jobs"), row.getString("what").equals("erasure") ? "pairs that had names" : "jobs");
        if (row.getBoolean("hold")) {
            words.add("legal hold");
        }
        var reason = row.getString("reason");
        if (reason != null) {
            words.add(reason);
        }
        if (row.getString("id") != null) {
            words.add("id " + row.getString("id"));
        }
        return String.join(", ", words);
    }

    private static void count(List<String> words, long count, String of) {
        if (count > 0) {
            words.add(count + " " + of);
        }
    }
}
