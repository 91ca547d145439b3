package io.facematch.api.audit.report;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.TenantReads;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.stream.OutcomeStream;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All reports there are. Who reads one is kept ({@link AccessLog}) before it is shown. */
@Component
class Reports {
    /** Of one statement of a report. */
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(10);

    private final List<Report> all;
    private final TenantReads reads;
    private final JdbcClient jdbc;
    private final OutcomeStream stream;
    private final AccessLog accesses;
    private final Duration longestStatement;

    @Autowired
    Reports(List<Report> all, TenantReads reads, JdbcClient jdbc, OutcomeStream stream, AccessLog accesses) {
        this(all, reads, jdbc, stream, accesses, LONGEST_STATEMENT);
    }

    Reports(
            List<Report> all,
            TenantReads reads,
            JdbcClient jdbc,
            OutcomeStream stream,
            AccessLog accesses,
            Duration longestStatement) {
        this.all = all.stream().sorted(Comparator.comparing(Report::name)).toList();
        this.reads = reads;
        this.jdbc = jdbc;
        this.stream = stream;
        this.accesses = accesses;
        this.longestStatement = longestStatement;
    }

    /** By their names. */
    List<Report> all() {
        return all;
    }

    /** @throws Problem 404 when none has this name */
    Report named(String name) {
        return all.stream()
                .filter(report -> report.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        ProblemCode.UNKNOWN_REPORT,
                        "No report has this name. There are "
                                + all.stream().map(Report::name).collect(Collectors.joining(", ")) + "."));
    }

    ReportView read(Owner reader, Report report, ReportQuery query) {
        var asOf = stream.followedUntil().orElse(null);
        var table = withinTime(report, query);
        accesses.record(
                Access.of(reader, What.REPORT, words(report, query)),
                table.rows().size());
        return ReportView.of(report, query, asOf, table);
    }

    private ReportTable withinTime(Report report, ReportQuery query) {
        try {
            return reads.ofRange(query.tenant(), () -> {
                limitStatements();
                return report.read(query);
            });
        } catch (QueryTimeoutException e) {
            throw new Problem(
                    ProblemCode.TOO_MANY_ROWS,
                    "The report took too long and was ended. Ask for a shorter period (from, to), or for one client.");
        }
    }

    /** Ends with the transaction. */
    private void limitStatements() {
        jdbc.sql("select set_config('statement_timeout', ?, true)")
                .param(longestStatement.toMillis() + "ms")
                .query((row, n) -> 0)
                .list();
    }

    /** What was asked for, as the log of who looked keeps it. */
    private static Map<String, String> words(Report report, ReportQuery query) {
        var words = new LinkedHashMap<>(query.filters(report.parameters()));
        words.put("report", report.name());
        words.put(FilterReader.TENANT, query.tenant());
        words.put("from", query.from().toString());
        words.put("to", query.to().toString());
        var bucket = query.bucket();
        if (bucket != null) {
            words.put("bucket", bucket.code());
            words.put("zone", query.zone().getId());
        }
        if (report.hasSensitiveColumns()) {
            words.put("columns", query.isSensitive() ? "all" : "plain");
        }
        return words;
    }
}
