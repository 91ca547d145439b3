package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.audit.retention.RetentionSchedule;
import io.facematch.api.issuer.Clients;
import io.facematch.testing.TestOutcomes;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import tools.jackson.databind.JsonNode;

/** How long a tenant's outcomes are kept: {@code /v1/audit/retention}. */
class RetentionPeriodIT {
    private static final ApiServer API = ApiServer.get();
    private static final String PATH = "/v1/audit/retention";

    private final String tenant = "period-" + UUID.randomUUID();
    private final String admin = Tokens.of(tenant, "chief", "facematch.admin facematch.audit");

    private Answer put(String token, String path, String body) {
        return API.send(
                path,
                request -> request.PUT(BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json"));
    }

    private JsonNode retention() {
        return API.get(admin, PATH).json();
    }

    @Test
    void isAYearUnlessSomebodySaysOtherwise() {
        assertThat(retention().get("days").asInt()).isEqualTo(365);
        assertThat(retention().get("kept_days").asInt()).isEqualTo(365);
        assertThat(retention().get("rule").asString()).isEqualTo("default");
        assertThat(retention().get("legal_hold").asBoolean()).isFalse();
        assertThat(retention().get("changes")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"eu-6-months, 184", "india-dpdp-1-year, 366", "uae-5-years, 1827", "ksa-10-years, 3653"})
    void lawsHaveNames(String preset, int days) {
        var answer = put(admin, PATH, "{\"preset\": \"" + preset + "\"}").json();

        assertThat(answer.get("days").asInt()).isEqualTo(days);
        assertThat(answer.get("rule").asString()).isEqualTo(preset);
        assertThat(answer.get("presets").toString()).contains("\"" + preset + "\"");
    }

    @Test
    void eachChangeIsKeptAndInTheLog() {
        assertThat(put(admin, PATH, "{\"days\": 400}").json().get("rule").asString())
                .isEqualTo("400-days");
        put(admin, PATH + "/hold", "{\"reason\": \"case 17\"}");
        put(admin, PATH, "{\"days\": 30}");
        var held = retention();
        assertThat(held.get("legal_hold").asBoolean())
                .as("a new period leaves the hold")
                .isTrue();
        assertThat(held.get("reason").asString()).isEqualTo("case 17");
        API.delete(admin, PATH + "/hold");

        var now = put(admin, PATH, "{\"preset\": \"default\"}").json();

        assertThat(now.get("days").asInt()).isEqualTo(365);
        assertThat(now.get("kept_days").asInt())
                .as("what was longer holds for a week")
                .isEqualTo(400);
        assertThat(now.get("legal_hold").asBoolean()).isFalse();
        assertThat(now.get("changes")).hasSize(5);
        assertThat(now.at("/changes/0/by").asString()).isEqualTo("chief");
        assertThat(filters("retention"))
                .containsExactly(
                        "{\"rule\":\"default\"}",
                        "{\"hold\":\"released\"}",
                        "{\"days\":\"30\",\"rule\":\"30-days\"}",
                        "{\"hold\":\"set\",\"reason\":\"case 17\"}",
                        "{\"days\":\"400\",\"rule\":\"400-days\"}");
        var report = API.get(admin, "/v1/audit/reports/retention").json();
        assertThat(report.get("rows")).hasSize(5);
        assertThat(report.get("rows").valueStream().map(row -> row.get("detail").asString()))
                .containsExactly(
                        "kept as for all tenants",
                        "legal hold released",
                        "kept for 30 days, legal hold goes on, case 17",
                        "legal hold set, case 17",
                        "kept for 400 days");
        assertThat(API.get(admin, "/v1/audit/reports/retention?format=csv&limit=2")
                        .text())
                .startsWith("at,rule,what,by,rows,detail\r\n");
    }

    private List<String> filters(String what) {
        return StreamSupport.stream(
                        API.get(admin, "/v1/audit/access?what=" + what)
                                .json()
                                .get("items")
                                .spliterator(),
                        false)
                .map(item -> item.get("filter").toString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"days\": 0}",
                "{\"days\": 3661}",
                "{\"days\": 1.5}",
                "{\"days\": \"ever\"}",
                "{\"preset\": \"mars-1-year\"}",
                "{\"preset\": \"eu-6-months\", \"days\": 1}",
                "{\"day\": 1}"
            })
    void otherPeriodsAreRefused(String body) {
        assertProblem(put(admin, PATH, body), 400, "invalid-parameter");
        assertThat(retention().get("changes")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 365, 3660})
    void theBordersAreTaken(int days) {
        assertThat(put(admin, PATH, "{\"days\": " + days + "}")
                        .json()
                        .get("days")
                        .asInt())
                .isEqualTo(days);
    }

    @Test
    void aLongReasonIsRefused() {
        assertProblem(
                put(admin, PATH + "/hold", "{\"reason\": \"" + "x".repeat(201) + "\"}"), 400, "invalid-parameter");
    }

    @Test
    void eachTenantHasItsOwnAndAnAdministratorNamesAnother() {
        var other = Tokens.of(tenant + "-other", "operator", "facematch.admin");
        put(admin, PATH, "{\"days\": 700}");
        put(admin, PATH + "/hold", "{}");

        assertThat(API.get(other, PATH).json().get("days").asInt()).isEqualTo(365);
        assertThat(API.get(other, PATH).json().get("legal_hold").asBoolean()).isFalse();
        assertThat(API.get(other, PATH + "?tenant=" + tenant).json().get("days").asInt())
                .isEqualTo(700);
        put(other, PATH, "{\"tenant\": \"" + tenant + "\", \"days\": 800}");
        API.delete(other, PATH + "/hold?tenant=" + tenant);

        assertThat(retention().get("days").asInt()).isEqualTo(800);
        assertThat(retention().get("legal_hold").asBoolean()).isFalse();
        assertThat(retention().at("/changes/0/by_tenant").asString()).isEqualTo(tenant + "-other");
        assertThat(API.get(Tokens.of(tenant, "facematch.audit"), "/v1/audit/reports/retention")
                        .json()
                        .at("/rows/0/by")
                        .asString())
                .isEqualTo("operator of " + tenant + "-other");
        for (var scope : List.of("facematch.audit", "facematch.audit.sensitive", "facematch.bulk")) {
            var token = Tokens.of(tenant, scope);
            assertProblem(API.get(token, PATH), 403, "forbidden");
            assertProblem(put(token, PATH, "{\"days\": 1}"), 403, "forbidden");
            assertProblem(put(token, PATH + "/hold", "{}"), 403, "forbidden");
            assertProblem(API.delete(token, PATH + "/hold"), 403, "forbidden");
        }
    }

    /** Without anybody asking, and with the rights of the API's user. */
    @Test
    void whatIsOlderGoesByItself() {
        TestOutcomes.load(API.sql, tenant, 20, 5, LocalDate.of(2023, 3, 20));
        API.follow(tenant);

        API.bean(RetentionSchedule.class).deleteWhatIsDue();

        assertThat(API.sql
                        .sql("select count(*) from outcome where tenant = ?")
                        .param(tenant)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(API.get(admin, "/v1/audit/reports/retention")
                        .json()
                        .at("/rows/0/rows")
                        .asInt())
                .isEqualTo(20);
        assertThat(filters("deletion").getFirst()).contains("\"month\":\"2023-03\"", "\"outcomes\":\"20\"");
        assertThat(API.bean(ScheduledTaskHolder.class).getScheduledTasks())
                .extracting(ScheduledTask::toString)
                .anyMatch(task -> task.contains("RetentionSchedule.deleteWhatIsDue"))
                .anyMatch(task -> task.contains("RetentionSchedule.setDefault"));
    }

    @Test
    void changesOfClientsAreInTheLogOfTheirTenant() {
        var clients = new Clients(JdbcClient.create(API.database().dataSource()), InstantSource.system());
        var id = clients.add("a program", tenant, List.of("facematch.compare", "facematch.bulk"))
                .client()
                .id();
        clients.rotate(id);
        clients.disable(id);
        clients.enable(id);
        assertThat(clients.rotate("fmc_0000000000000000000000")).isEmpty();

        assertThat(filters("client"))
                .containsExactly(
                        "{\"change\":\"enabled\",\"client\":\"" + id
                                + "\",\"scopes\":\"facematch.compare facematch.bulk\"}",
                        "{\"change\":\"disabled\",\"client\":\"" + id
                                + "\",\"scopes\":\"facematch.compare facematch.bulk\"}",
                        "{\"change\":\"new secret\",\"client\":\"" + id
                                + "\",\"scopes\":\"facematch.compare facematch.bulk\"}",
                        "{\"change\":\"added\",\"client\":\"" + id
                                + "\",\"scopes\":\"facematch.compare facematch.bulk\"}");
        assertThat(API.get(admin, "/v1/audit/access?what=client")
                        .json()
                        .at("/items/0/actor_client")
                        .asString())
                .isEqualTo("installation");
    }
}
