package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.Outcome.NotCompared;
import io.facematch.testing.Zip;
import io.facematch.verification.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What all reports have in common, by one of them. */
class ReportsIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "reports-" + UUID.randomUUID();
    private static final String CLIENT = "=bulk, client";
    private static final String AUDITOR = Tokens.of(TENANT, "auditor", "facematch.audit");

    private static UUID archive;

    @BeforeAll
    static void decide() {
        archive = API.postZip(Tokens.of(TENANT, CLIENT, "facematch.bulk"), Zip.ofPairs("a", "b", "c"))
                .id();
        API.decide(
                archive,
                0,
                3,
                index -> index == 2
                        ? new NotCompared(Reason.TOO_DARK, Reason.NO_FACE)
                        : ApiServer.compared(0.699_96 + index * 0.01));
        API.follow(TENANT);
    }

    private static Answer report(String query) {
        return API.get(AUDITOR, "/v1/audit/reports/borderline" + query);
    }

    @Test
    void listsAllWithWhatTheyTake() {
        var answer = API.get(AUDITOR, "/v1/audit/reports");

        assertThat(answer.status()).isEqualTo(200);
        var borderline = answer.json()
                .get("items")
                .valueStream()
                .filter(item -> item.get("name").asString().equals("borderline"))
                .findFirst()
                .orElseThrow();
        assertThat(borderline.get("title").asString()).isEqualTo("Decisions near their threshold");
        assertThat(borderline
                        .get("parameters")
                        .valueStream()
                        .map(parameter -> parameter.get("name").asString()))
                .contains("client", "surface", "model", "delta", "limit")
                .doesNotContain("bucket");
        for (var item : answer.json().get("items")) {
            var read = API.get(AUDITOR, item.at("/links/self").asString());
            assertThat(read.status()).as(read.toString()).isEqualTo(200);
            assertThat(read.json().get("title")).isEqualTo(item.get("title"));
        }
    }

    @Test
    void aTableSaysWhatItsColumnsAre() {
        var from = API.clock.instant().minus(Duration.ofDays(2));
        var report = report("?zone=Asia%2FKolkata&from=" + from).json();

        assertThat(report.get("report").asString()).isEqualTo("borderline");
        assertThat(report.get("tenant").asString()).isEqualTo(TENANT);
        assertThat(report.get("zone").asString()).isEqualTo("Asia/Kolkata");
        assertThat(Instant.parse(report.get("from").asString())).isEqualTo(from);
        assertThat(Instant.parse(report.get("to").asString())).isAfter(from);
        assertThat(report.has("as_of")).isTrue();
        assertThat(report.get("columns").get(4).toString())
                .isEqualTo("{\"name\":\"similarity\",\"title\":\"Similarity\",\"type\":\"similarity\"}");
        assertThat(report.get("rows"))
                .extracting(row ->
                        row.get("id").asString() + " " + row.get("decision").asString())
                .containsExactlyInAnyOrder(archive + ".0 non_match", archive + ".1 match");
    }

    @Test
    void withoutAPeriodItIsTheLast30Days() {
        var report = report("").json();

        assertThat(Duration.between(
                        Instant.parse(report.get("from").asString()),
                        Instant.parse(report.get("to").asString())))
                .isEqualTo(Duration.ofDays(30));
        assertThat(report.get("rows")).hasSize(2);

        var before = report("?to=2020-03-01&zone=Asia%2FDubai").json();
        assertThat(before.get("to").asString()).isEqualTo("2020-02-29T20:00:00Z");
        assertThat(before.get("from").asString()).isEqualTo("2020-01-30T20:00:00Z");
        assertThat(before.get("rows")).isEmpty();
        assertThat(report("?to=0001-01-01").json().get("rows")).isEmpty();
    }

    @Test
    void aCsvIsThatOfAnExport() {
        var csv = report("?format=csv&bom=true");

        assertThat(csv.header("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(csv.header("Content-Disposition")).hasValue("attachment; filename=\"facematch-borderline.csv\"");
        var lines = csv.text().split("\r\n", -1);
        assertThat(lines[0])
                .isEqualTo("\uFEFFid,decided_at,client,surface,similarity,threshold,distance,decision,model");
        assertThat(lines)
                .hasSize(4)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(archive + ".1,")
                        .contains(",\"'=bulk, client\",v1,0.71,0.7,0.01,match,embedder-of-test"));
        assertThat(lines[3]).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | application/json",
                "text/csv | text/csv;charset=UTF-8",
                "text/*, application/json;q=0.5 | text/csv;charset=UTF-8",
                "application/json | application/json",
            })
    void withoutAFormatAcceptChooses(String accept, String type) {
        var answer = API.send(
                "/v1/audit/reports/borderline",
                request -> request.header("Authorization", "Bearer " + AUDITOR)
                        .header("Accept", accept.equals("*") ? "*/*" : accept));

        assertThat(answer.header("Content-Type")).hasValue(type);
    }

    @Test
    void aFormThatThereIsNotIsNotAcceptable() {
        var answer = API.send(
                "/v1/audit/reports/borderline",
                request -> request.header("Authorization", "Bearer " + AUDITOR).header("Accept", "image/png"));

        assertProblem(answer, 406, "not-acceptable");
    }

    @Test
    void anUnknownOneIsToldThoseThatThereAre() {
        var answer = API.get(AUDITOR, "/v1/audit/reports/everything");

        assertProblem(answer, 404, "unknown-report");
        assertThat(answer.json().get("detail").asString()).contains("borderline");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "colour=red | 'colour' is not known here",
                "bucket=day | 'bucket' is not known here",
                "status=Success | 'status' is not known here",
                "from=2026-03-02&to=2026-03-01 | from must not be after to",
                "from=9000-01-01 | from must not be after to",
                "from=1970-01-01 | longer than 10 years",
                "from=yesterday | 2026-03-01T08:00:00Z",
                "zone=Mars%2FOlympus | Asia/Dubai",
                "format=xml | json, csv",
                "bom=yes | true, false",
                "limit=0 | between 1 and 1000",
                "delta=0.3 | between 0 and 0.2",
                "delta=-0.01 | between 0 and 0.2",
                "delta=1e-99999999 | between 0 and 0.2",
                "delta=much | between 0 and 0.2",
                "subject=a | POST",
            })
    void refusesWhatItCantUse(String query, String help) {
        var answer = report("?" + query);

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).contains(help);
    }

    @Test
    void filtersAreToldAndKept() {
        var report = report("?client=somebody&delta=0.05&limit=3").json();

        assertThat(report.get("rows")).isEmpty();
        assertThat(report.get("filters").toString()).isEqualTo("{\"client\":\"somebody\",\"delta\":\"0.05\"}");

        var admin = Tokens.of(TENANT, "facematch.admin");
        var seen = API.get(admin, "/v1/audit/access?what=report&limit=200").json();
        assertThat(seen.get("items").valueStream().map(ReportsIT::filter)).contains("borderline somebody 0.05");
    }

    private static String filter(JsonNode access) {
        return access.at("/filter/report").asString() + " "
                + access.at("/filter/client").asString("") + " "
                + access.at("/filter/delta").asString("");
    }

    @Test
    void tenantsAreApart() {
        var other = TENANT + "-foreign";
        for (var item : API.get(AUDITOR, "/v1/audit/reports").json().get("items")) {
            var path = item.at("/links/self").asString();
            var foreign = path + "?tenant=" + TENANT;

            assertThat(API.get(Tokens.of(other, "facematch.audit facematch.audit.sensitive"), path)
                            .text())
                    .as(path)
                    .doesNotContain(archive.toString());
            assertProblem(API.get(Tokens.of(other, "facematch.audit"), foreign), 403, "forbidden");
            assertProblem(API.get(Tokens.of(other, "facematch.admin"), foreign), 403, "forbidden");
            var operator = API.get(Tokens.of(other, "support", "facematch.audit facematch.admin"), foreign);
            assertThat(operator.json().get("tenant").asString()).isEqualTo(TENANT);
        }
        assertThat(API.get(Tokens.of(TENANT, "facematch.admin"), "/v1/audit/access?client=support")
                        .json()
                        .get("items"))
                .as("kept by the tenant whose data it was")
                .isNotEmpty();
    }

    /** Rather than let whoever asks wait for ever. */
    @Test
    void whatTakesTooLongIsEnded() {
        API.sql.sql("begin").update();
        try {
            API.sql.sql("lock table audit_entry in access exclusive mode").update();

            var answer = report("");

            assertThat(answer.status()).isIn(422, 503);
        } finally {
            API.sql.sql("rollback").update();
        }
        assertThat(report("").status()).isEqualTo(200);
    }

    /** A local clock has no part in what is decided when. */
    @Test
    void datesAreThoseOfTheZone() {
        var zone = ZoneId.of("Pacific/Kiritimati");
        var today = API.clock.instant().atZone(zone).toLocalDate();
        var report = report("?from=" + today + "&zone=" + zone.getId().replace("/", "%2F"))
                .json();

        assertThat(report.get("from").asString())
                .isEqualTo(today.atStartOfDay(zone).toInstant().toString());
    }
}
