package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.TestOutcomes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which decisions were close, held against all outcomes one by one. */
class BorderlineReportIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "borderline-" + UUID.randomUUID();
    private static final String AUDITOR = Tokens.of(TENANT, "facematch.audit");

    @BeforeAll
    static void decide() {
        TestOutcomes.load(API.sql, TENANT, 3000, 60, LocalDate.ofInstant(API.clock.instant(), ZoneOffset.UTC));
        API.sql
                .sql("update outcome set threshold = 0.8, operating_point = 'STRICT',"
                        + " decision = case when similarity is not null then case when similarity >= 0.8 then 'MATCH'"
                        + " else 'NON_MATCH' end end where tenant = ? and client = 'client-7'")
                .param(TENANT)
                .update();
        API.sql
                .sql("update outcome set threshold = 0.9, operating_point = 'MAXIMUM',"
                        + " decision = case when similarity is not null then case when similarity >= 0.9 then 'MATCH'"
                        + " else 'NON_MATCH' end end where tenant = ? and surface = 'azakaw'")
                .param(TENANT)
                .update();
        API.follow(TENANT);
    }

    private static List<String> all(String query) {
        var ids = new ArrayList<String>();
        var cursor = "";
        do {
            var answer = API.get(AUDITOR, "/v1/audit/reports/borderline?" + query + cursor);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            answer.json().get("rows").forEach(row -> ids.add(row.get("id").asString()));
            cursor = answer.json().has("next_cursor")
                    ? "&cursor=" + answer.json().get("next_cursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    private static List<String> expected(String where) {
        return API.sql
                .sql("select job_id || '.' || pair_index from outcome where tenant = ? and " + where
                        + " order by decided_at desc, job_id desc, pair_index desc")
                .param(TENANT)
                .query((row, n) -> row.getString(1))
                .list();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "limit=7 | abs(similarity - threshold) <= 0.02 and decided_at >= now() - interval '30 days'",
                "from=2020-01-01&limit=1000 | abs(similarity - threshold) <= 0.02",
                "from=2020-01-01&delta=0.2&limit=300 | abs(similarity - threshold) <= 0.2",
                "from=2020-01-01&delta=0 | similarity = threshold",
                "from=2020-01-01&delta=0.05&client=client-7 | abs(similarity - threshold) <= 0.05 and client = 'client-7'",
                "from=2020-01-01&surface=azakaw | abs(similarity - threshold) <= 0.02 and surface = 'azakaw'",
                "from=2020-01-01&model=facematch-mobile-v1&limit=11 | abs(similarity - threshold) <= 0.02"
                        + " and embedder = 'facematch-mobile-v1'",
                "from=2020-01-01&model=another | false",
            })
    void findsThoseThatAreNearTheirOwnThreshold(String query, String where) {
        var expected = expected(where.replace("now()", "timestamptz '" + API.clock.instant() + "'"));

        assertThat(all(query)).isEqualTo(expected);
    }

    @Test
    void thereAreSome() {
        assertThat(all("from=2020-01-01&limit=1000")).hasSizeGreaterThan(50);
        assertThat(rows("from=2020-01-01&limit=1000")
                        .map(row -> row.get("threshold").asDouble()))
                .contains(0.7, 0.8, 0.9);
    }

    private static Stream<JsonNode> rows(String query) {
        return API.get(AUDITOR, "/v1/audit/reports/borderline?" + query)
                .json()
                .get("rows")
                .valueStream();
    }

    @Test
    void saysHowFarEachIsWithoutMoreDigitsThanClientsGet() {
        assertThat(rows("from=2020-01-01&limit=1000")).allSatisfy(row -> {
            var similarity = row.get("similarity").asDouble();
            var threshold = row.get("threshold").asDouble();
            assertThat(row.get("similarity").asString()).hasSizeLessThanOrEqualTo(6);
            assertThat(row.get("distance").asDouble())
                    .isEqualTo(Math.round((similarity - threshold) * 1e4) / 1e4)
                    .isBetween(-0.0201, 0.02);
            assertThat(row.get("decision").asString()).isEqualTo(similarity >= threshold ? "match" : "non_match");
        });
    }

    @Test
    void aCursorBelongsToItsQuestion() {
        var cursor = API.get(AUDITOR, "/v1/audit/reports/borderline?from=2020-01-01&limit=1")
                .json()
                .get("next_cursor")
                .asString();

        var other = API.get(AUDITOR, "/v1/audit/reports/borderline?from=2020-01-01&delta=0.03&cursor=" + cursor);

        assertProblem(other, 400, "invalid-parameter");
        assertProblem(API.get(AUDITOR, "/v1/audit/reports/borderline?cursor=x"), 400, "invalid-parameter");
    }

    @Test
    void whereNothingWasDecidedNothingWasClose() {
        var nobody = Tokens.of(TENANT + "-nobody", "facematch.audit");

        assertThat(API.get(nobody, "/v1/audit/reports/borderline").json().get("rows"))
                .isEmpty();
    }
}
