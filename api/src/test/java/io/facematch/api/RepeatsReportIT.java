package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.TestOutcomes;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What was compared again, held against all outcomes one by one. */
class RepeatsReportIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "repeats-" + UUID.randomUUID();
    private static final int OUTCOMES = 3000;
    private static final int DAYS = 60;
    private static final String AUDITOR = Tokens.of(TENANT, "facematch.audit");
    private static final String SENSITIVE = Tokens.of(TENANT, "facematch.audit facematch.audit.sensitive");

    /** All of them have one reference photo; few subjects and probes come often, and many seldom. */
    @BeforeAll
    static void decide() {
        TestOutcomes.load(API.sql, TENANT, OUTCOMES, DAYS, LocalDate.ofInstant(API.clock.instant(), ZoneOffset.UTC));
        API.sql.sql("""
                        update outcome o set
                            subject_reference = sha256(convert_to('s' || floor(600 * r * r * r), 'UTF8')),
                            probe_photo_digest = case when r > 0.2 then sha256(convert_to('p' || floor(900 * r * r), 'UTF8'))
                                else sha256('r') end,
                            reference_photo_digest = sha256('r')
                        from (select job_id, pair_index,
                                ('x' || substr(md5(pair_index::text || client), 1, 7))::bit(28)::int / 268435456.0::float8 as r
                              from outcome where tenant = :tenant) n
                        where o.job_id = n.job_id and o.pair_index = n.pair_index and o.tenant = :tenant""").param("tenant", TENANT).update();
        API.follow(TENANT);
    }

    private static JsonNode report(String token, String query) {
        var answer = API.get(token, "/v1/audit/reports/repeats?" + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    /** As the report has them, counted one by one. */
    private static List<String> expected(String by, String where, int atLeast, int limit) {
        var digests = by.equals("subject")
                ? "select *, subject_reference as digest from outcome"
                : "select *, probe_photo_digest as digest from outcome union all"
                        + " select *, reference_photo_digest from outcome"
                        + " where reference_photo_digest is distinct from probe_photo_digest";
        return API.sql
                .sql("""
                        select row_number() over (order by count(*) desc, max(decided_at) desc), count(*),
                            count(*) filter (where decision = 'MATCH'), count(*) filter (where decision = 'NON_MATCH'),
                            count(*) filter (where decision is null),
                            (array_agg(job_id || '.' || pair_index order by decided_at desc))[1], encode(digest, 'hex')
                        from (%s) o where tenant = :tenant and digest is not null and %s
                        group by digest having count(*) >= :atLeast order by 1 limit :limit""".formatted(digests, where))
                .param("tenant", TENANT)
                .param("atLeast", atLeast)
                .param("limit", limit)
                .query((row, n) -> String.join(
                        " ",
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)))
                .list();
    }

    private static List<String> inWords(JsonNode report) {
        return report.get("rows")
                .valueStream()
                .map(row -> String.join(
                        " ",
                        List.of(
                                row.get("rank").asString(),
                                row.get("attempts").asString(),
                                row.get("match").asString(),
                                row.get("non_match").asString(),
                                row.get("not_compared").asString(),
                                row.get("latest").asString(),
                                row.get("digest").asString())))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "by=subject&from=2020-01-01 | subject | true | 2 | 1000",
                "by=photo&from=2020-01-01 | photo | true | 2 | 1000",
                "from=2020-01-01&at_least=12 | subject | true | 12 | 1000",
                "by=subject | subject | decided_at >= timestamptz '{now}' - interval '30 days' | 2 | 1000",
                "by=photo&at_least=3 | photo | decided_at >= timestamptz '{now}' - interval '30 days' | 3 | 1000",
                "from=2020-01-01&client=client-3 | subject | client = 'client-3' | 2 | 1000",
                "by=photo&from=2020-01-01&surface=kwikid | photo | surface = 'kwikid' | 2 | 1000",
                "from=2020-01-01&model=facematch-mobile-v1 | subject | embedder = 'facematch-mobile-v1' | 2 | 1000",
                "from=2020-01-01&client=another | subject | false | 2 | 1000",
                "to=2020-01-01 | subject | false | 2 | 1000",
            })
    void findsWhatCameAgain(String query, String by, String where, int atLeast, int limit) {
        var report = report(SENSITIVE, query + "&limit=" + limit);

        assertThat(inWords(report))
                .isEqualTo(expected(by, where.replace("{now}", report.get("to").asString()), atLeast, limit));
    }

    /** Of those with equally many, which are shown is left open. */
    @ParameterizedTest
    @CsvSource({"subject, 1", "subject, 10", "photo, 25"})
    void findsTheMostOnesWithoutLookingAtAll(String by, int limit) {
        var report = report(SENSITIVE, "by=" + by + "&limit=" + limit);
        var where = "decided_at >= timestamptz '" + report.get("from").asString() + "'";

        assertThat(report.get("rows")
                        .valueStream()
                        .map(row -> row.get("attempts").asInt()))
                .isEqualTo(expected(by, where, 2, limit).stream()
                        .map(row -> Integer.valueOf(row.split(" ", -1)[1]))
                        .toList());
    }

    @Test
    void digestsAreForFewEyes() {
        var plain = report(AUDITOR, "from=2020-01-01");

        assertThat(plain.get("rows"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.has("digest")).isFalse());
        assertThat(plain.get("columns").toString()).doesNotContain("digest");
        assertThat(API.get(AUDITOR, "/v1/audit/reports/repeats?from=2020-01-01&format=csv")
                        .text())
                .startsWith("rank,attempts,match,non_match,not_compared,first_at,last_at,latest\r\n1,");
        report(SENSITIVE, "from=2020-01-01");
        assertThat(API.get(Tokens.of(TENANT, "facematch.admin"), "/v1/audit/access?what=report&limit=200")
                        .json()
                        .get("items")
                        .valueStream()
                        .map(row -> row.at("/filter/columns").asString()))
                .contains("plain", "all");
    }

    /** So that a photo that tests the system every minute does not hold up the others. */
    @Test
    void countsOnlyTheNewestOfAPhotoThatIsThereAllTheTime() {
        var whole = report(AUDITOR, "by=photo&from=2020-01-01&limit=1");
        assertThat(whole.at("/rows/0/attempts").asInt()).isEqualTo(OUTCOMES);

        var from = API.clock.instant().minus(Duration.ofDays(DAYS - 2));
        var part = report(AUDITOR, "by=photo&limit=1&from=" + from);
        assertThat(part.at("/rows/0/attempts").asInt()).isEqualTo(2000);
        assertThat(part.get("notes").toString()).contains("the newest 2000 are counted");
    }

    @ParameterizedTest
    @CsvSource({
        "by=name, 'subject, photo'",
        "at_least=1, between 2 and 1000",
        "at_least=1001, between 2 and 1000",
        "limit=1001, between 1 and 1000",
        "cursor=x, is not known here",
        "bucket=day, is not known here"
    })
    void refusesWhatItCantUse(String query, String help) {
        var answer = API.get(AUDITOR, "/v1/audit/reports/repeats?" + query);

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).contains(help);
    }

    @Test
    void tenantsAreApart() {
        var other = Tokens.of(TENANT + "-other", "facematch.audit");

        for (var by : List.of("subject", "photo")) {
            assertThat(report(other, "from=2020-01-01&by=" + by).get("rows")).isEmpty();
        }
    }
}
