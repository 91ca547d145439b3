package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.api.audit.TenantReads;
import io.facematch.testing.Form;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.Zip;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The database as second wall between tenants: behind filters that are wrong. */
class TenantReadsIT {
    private static final ApiServer API = ApiServer.get();
    private static final String OURS = "ours-" + UUID.randomUUID();
    private static final String THEIRS = "theirs-" + UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private static UUID job;

    @BeforeAll
    static void decide() {
        assumeTrue(TestDatabase.isOurs(), "on a configured server one user does everything");
        for (var tenant : List.of(THEIRS, OURS)) {
            job = API.postPair(Tokens.of(tenant, "facematch.compare"), Form.pair(new byte[] {1}, new byte[] {2}))
                    .id();
            API.decide(job, 0, 1, index -> ApiServer.compared(0.83));
            API.follow(tenant);
        }
    }

    @Test
    void aQueryWithoutTenantShowsNoForeignRow() {
        var reads = API.bean(TenantReads.class);
        var entries = API.bean(EntityManager.class);
        var sql = API.bean(JdbcClient.class);

        for (var entity : List.of("AuditEntry e", "RecordedOutcome e join AuditEntry a on a.jobId = e.jobId")) {
            assertThat(reads.of(
                            OURS,
                            () -> entries.createQuery("select e.jobId from " + entity, UUID.class)
                                    .getResultList()))
                    .as(entity)
                    .containsExactly(job);
        }
        for (var table : List.of("audit_entry", "outcome", "transparency_log", "log_tile")) {
            var tenants = sql.sql("select distinct tenant from " + table).query((row, n) -> row.getString(1));
            assertThat(reads.of(OURS, tenants::list)).as(table).containsExactly(OURS);
            assertThat(tenants.list()).as("afterwards").contains(OURS, THEIRS);
        }
    }

    @Test
    void norDoTheTablesOfReports() {
        var ours = OURS + "-reports";
        var theirs = THEIRS + "-reports";
        var reads = API.bean(TenantReads.class);
        var sql = API.bean(JdbcClient.class);
        for (var tenant : List.of(theirs, ours)) {
            API.sql
                    .sql("insert into attempted_digest values (?, 'subject', '\\x01', 2, 2, 0, 0, now(), now(), ?, 0)")
                    .params(tenant, job)
                    .update();
            var archive = API.postZip(Tokens.of(tenant, "facematch.bulk"), Zip.ofPairs("a"))
                    .id();
            API.complete(archive);
            API.follow(tenant);
            assertThat(API.post(
                                    Tokens.of(tenant, "facematch.audit"),
                                    "/v1/outcomes/" + archive + ".0/feedback",
                                    "application/json",
                                    "{\"same_person\": true}".getBytes(StandardCharsets.UTF_8))
                            .status())
                    .isEqualTo(201);
        }
        for (var table : List.of("job", "attempted_digest", "job_rollup", "outcome_feedback")) {
            var tenants = sql.sql("select distinct tenant from " + table).query((row, n) -> row.getString(1));
            assertThat(reads.of(ours, tenants::list)).as(table).containsExactly(ours);
            assertThat(tenants.list()).as("afterwards").contains(ours, theirs);
        }
    }

    @Test
    void writesNothing() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> API.bean(TenantReads.class)
                        .of(
                                OURS,
                                () -> API.bean(JdbcClient.class)
                                        .sql("update job set total = 0")
                                        .update()));
    }

    @Test
    void readsAsTheApiWhereNoAuditorIs() {
        var sql = API.bean(JdbcClient.class);
        var alone = new TenantReads(sql, API.bean(PlatformTransactionManager.class), "no_such_auditor");

        assertThat(alone.of(
                        OURS,
                        () -> sql.sql("select current_user || ' ' || count(*) from outcome where tenant = ?")
                                .param(OURS)
                                .query(String.class)
                                .single()))
                .isEqualTo("facematch_api 1");
    }

    /** An auditor to whom the database shows nothing finds nothing, in each of the ways to look. */
    @Test
    void everyLookIsThatOfAnAuditor() {
        var auditor = Tokens.of(OURS, "facematch.audit");
        assertThat(looks(auditor)).containsExactly("1 item", "200", "1 row");
        for (var table : List.of("audit_entry", "outcome")) {
            whileAuditorsSee(
                    table,
                    "false",
                    () -> assertThat(looks(auditor))
                            .as(table)
                            .isEqualTo(
                                    table.equals("outcome")
                                            ? List.of("0 item", "404", "0 row")
                                            : List.of("0 item", "200", "0 row")));
        }
        assertThat(looks(auditor)).containsExactly("1 item", "200", "1 row");
    }

    /** Who is shown entries only while the database makes such plans finds some, wherever a time or a similarity is asked for. */
    @Test
    void everyLookAtARangeHasAPlanForItsValues() {
        var tenant = OURS + "-ranges";
        var auditor = Tokens.of(tenant, "facematch.audit facematch.bulk");
        API.complete(API.postZip(auditor, Zip.ofPairs("a", "b")).id());
        API.follow(tenant);
        var next = "?limit=1&cursor="
                + API.get(auditor, "/v1/outcomes?limit=1")
                        .json()
                        .get("next_cursor")
                        .asString();

        whileAuditorsSee("audit_entry", "current_setting('plan_cache_mode') = 'force_custom_plan'", () -> {
            for (var range :
                    List.of("?from=2020-01-01", "?to=2100-01-01", "?similarity_min=0", "?similarity_max=1", next)) {
                assertThat(found(auditor, range)).as(range).isPositive();
            }
            assertThat(rows(auditor, "&to=2100-01-01")).isEqualTo(2);
            assertThat(API.get(auditor, "/v1/audit/reports/borderline?delta=0.2&from=2020-01-01")
                            .json()
                            .get("rows"))
                    .hasSize(2);
            assertThat(found(auditor, "")).as("without a range").isZero();
        });
    }

    /** The database shows auditors only those rows of the table that also meet a condition, until this returns. */
    private static void whileAuditorsSee(String table, String condition, Runnable look) {
        var policy = "alter policy \"facematch_auditor select\" on " + table + " using (";
        var shown = API.sql
                .sql("select pg_get_expr(polqual, polrelid) from pg_policy where polname = 'facematch_auditor select'"
                        + " and polrelid = ?::regclass")
                .param(table)
                .query(String.class)
                .single();
        API.sql.sql(policy + "(" + shown + ") and " + condition + ")").update();
        try {
            look.run();
        } finally {
            API.sql.sql(policy + shown + ")").update();
        }
    }

    private static int found(String auditor, String filter) {
        return API.get(auditor, "/v1/outcomes" + filter).json().get("items").size();
    }

    private static long rows(String auditor, String filter) {
        return API.get(auditor, "/v1/outcomes/export?format=jsonl" + filter)
                .text()
                .lines()
                .count();
    }

    private static List<String> looks(String auditor) {
        return List.of(
                found(auditor, "") + " item",
                Integer.toString(API.get(auditor, "/v1/outcomes/" + job + ".0").status()),
                rows(auditor, "") + " row");
    }
}
