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
import org.jspecify.annotations.Nullable;
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
                        select at, rule, kind as what, actor_tenant, actor_client, outcomes, id::text as id, month, searches, jobs,
                            false as is_period, null::integer as days, null::text as hold, null::text as reason
                        from retention_ledger where tenant = :tenant and at >= :from and at < :to
                        union all
                        select changed_at, rule, 'change', actor_tenant, actor_client, null, null, null, null, null,
                            rule <> rule_before, days,
                            case when legal_hold and held_before then 'goes on' when legal_hold then 'set'
                                when held_before then 'released' end, reason
                        from (select *, lag(legal_hold, 1, false) over changes as held_before,
                                lag(rule, 1, 'default') over changes as rule_before
                            from tenant_retention where tenant = :tenant window changes as (order by id)) c
                        where changed_at >= :from and changed_at < :to
                        order by at desc limit :limit""")
                .param("tenant", query.tenant())
                .param("from", Timestamp.from(query.from()))
                .param("to", Timestamp.from(query.to()))
                .param("limit", query.limit() + 1)
                .query((row, n) -> values(row, query.tenant()))
                .list();
        found.stream().limit(query.limit()).forEach(table::add);
        if (found.size() > query.limit()) {
            table.note("There are more: ask for a shorter period.");
        }
        return table.build();
    }

    private static Object[] values(ResultSet row, String tenant) throws SQLException {
        return new Object[] {
            row.getTimestamp("at").toInstant(),
            row.getString("rule"),
            row.getString("what"),
            by(row.getString("actor_client"), row.getString("actor_tenant"), tenant),
            row.getObject("outcomes", Long.class),
            detail(row)
        };
    }

    /** Administrators of other tenants are told apart; nobody's token did what the database did by itself. */
    private static String by(String client, String ofTenant, String tenant) {
        return ofTenant.isEmpty() || ofTenant.equals(tenant) ? client : client + " of " + ofTenant;
    }

    private static String detail(ResultSet row) throws SQLException {
        var words = new ArrayList<String>();
        var month = row.getString("month");
        if (month != null) {
            words.add("accepted in " + month.substring(0, "2026-01".length()));
        }
        count(words, row.getLong("searches"), "search that named a subject", "searches that named a subject");
        if (row.getString("what").equals("erasure")) {
            count(words, row.getLong("jobs"), "pair that had names", "pairs that had names");
        } else {
            count(words, row.getLong("jobs"), "job", "jobs");
        }
        if (row.getBoolean("is_period")) {
            words.add(period(row.getObject("days", Integer.class)));
        }
        var hold = row.getString("hold");
        if (hold != null) {
            words.add("legal hold " + hold);
        }
        var reason = row.getString("reason");
        if (reason != null) {
            words.add(reason);
        }
        if (row.getString("id") != null) {
            words.add("id " + row.getString("id"));
        }
        return words.isEmpty() ? "as before" : String.join(", ", words);
    }

    private static String period(@Nullable Integer days) {
        return "kept " + (days == null ? "as for all tenants" : days == 1 ? "for 1 day" : "for " + days + " days");
    }

    private static void count(List<String> words, long count, String one, String several) {
        if (count > 0) {
            words.add(count + " " + (count == 1 ? one : several));
        }
    }
}
