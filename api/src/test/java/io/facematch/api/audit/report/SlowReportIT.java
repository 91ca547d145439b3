package io.facematch.api.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.TenantReads;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.audit.stream.OutcomeStream;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.testing.TestJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.support.TransactionTemplate;

/** A report that the database does not finish in time is ended there, and nobody has seen it. */
class SlowReportIT {
    private static final Owner AUDITOR = new Owner("acme", "auditor", Set.of("facematch.audit"));

    private final TestJobs jobs = new TestJobs();

    @AfterEach
    void closePool() throws Exception {
        ((AutoCloseable) jobs.dataSource).close();
    }

    /** Would take a minute. */
    private final class SlowReport implements Report {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public String title() {
            return "A minute";
        }

        @Override
        public List<ReportParameter> parameters() {
            return List.of();
        }

        @Override
        public ReportTable read(ReportQuery query) {
            jobs.jdbc.sql("select pg_sleep(60)").query((row, n) -> 0).list();
            return ReportTable.of(Column.count("seconds", "Seconds")).add(60).build();
        }
    }

    @Test
    void isEndedAndNotKeptAsSeen() {
        var slow = new SlowReport();
        var transactions = new JdbcTransactionManager(jobs.dataSource);
        var clock = InstantSource.fixed(TestJobs.NOW);
        var jdbc = new JdbcTemplate(jobs.dataSource);
        var reports = new Reports(
                List.of(slow),
                new TenantReads(jobs.jdbc, transactions, "no_such_auditor"),
                jobs.jdbc,
                new OutcomeStream(jdbc, new TransparencyLogs(jdbc), new TransactionTemplate(transactions), clock),
                new AccessLog(jobs.jdbc, clock),
                Duration.ofMillis(200));
        var query = new ReportQuery(
                "acme",
                Instant.EPOCH,
                TestJobs.NOW,
                ZoneOffset.UTC,
                null,
                null,
                null,
                null,
                Parameters.ofAddress(new MockHttpServletRequest(), List.of(FilterReader.TENANT)),
                false);

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> reports.read(AUDITOR, slow, query))
                .satisfies(problem -> {
                    assertThat(problem.error().code()).isEqualTo(ProblemCode.TOO_MANY_ROWS);
                    assertThat(problem.error().detail()).contains("shorter period");
                });
        assertThat(jobs.jdbc
                        .sql("select count(*) from access_log")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
