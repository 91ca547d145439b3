package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.Outcome.NotCompared;
import io.facematch.testing.Form;
import io.facematch.testing.TestOutcomes;
import io.facematch.testing.Zip;
import io.facematch.verification.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** {@code /v1/outcomes/export}: what a search finds, as a file. */
class OutcomeExportIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "export-" + UUID.randomUUID();
    private static final String AUDITOR = Tokens.of(TENANT, "facematch.audit");
    private static final String ADDRESS = "/v1/outcomes/export";
    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String CONSENT = "consent-4713";
    private static final String CASE = "=case, 4714";
    private static final String FORMULA = "=2+5, \"sum\"";

    private static UUID archive;
    private static UUID single;

    @BeforeAll
    static void decide() {
        archive = API.postZip(Tokens.of(TENANT, FORMULA, "facematch.bulk"), Zip.ofPairs("a", "b"))
                .id();
        API.decide(
                archive,
                0,
                2,
                index -> index == 0 ? ApiServer.compared(0.699_96) : new NotCompared(null, Reason.NO_FACE));
        single = API.postPair(
                        Tokens.of(TENANT, "web", "facematch.compare"),
                        Form.pair(new byte[] {1}, new byte[] {2})
                                .field("unique_id", "passport-4712")
                                .field("consent_ref", CONSENT)
                                .field("reference", CASE))
                .id();
        API.complete(single);
        API.follow(TENANT);
    }

    private static Answer export(String query) {
        var answer = API.get(AUDITOR, ADDRESS + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    @Test
    void aCsvIsThatOfRfc4180AndHoldsNoFormula() {
        var answer = export("?order=oldest");

        assertThat(answer.header("Content-Type")).contains("text/csv;charset=UTF-8");
        assertThat(answer.header("Content-Disposition"))
                .hasValueSatisfying(name ->
                        assertThat(name).matches("attachment; filename=\"facematch-outcomes-\\d{8}T\\d{6}Z\\.csv\""));
        var lines = answer.text().split("\r\n", -1);
        assertThat(lines).hasSize(5).endsWith("");
        assertThat(lines[0])
                .startsWith("id,job,pair_index,decided_at,tenant,client,")
                .doesNotContain("subject");
        assertThat(lines[1])
                .startsWith(archive + ".0," + archive + ",0,")
                .contains(",\"'=2+5, \"\"sum\"\"\",v1,Success,non_match,0.6999,0.5,0.7,standard,embedder-of-test,")
                .contains(",40.0,5.0,20.0,10.0,36.0,test,");
        assertThat(lines[2]).contains(",NoFaceDetected,,,,0.7,standard,", ",,no_face,,");
        assertThat(lines[3]).startsWith(single + ".0,").contains(",web,v1,Success,match,0.8300,");
    }

    @Test
    void aByteOrderMarkIsThereOnRequest() {
        assertThat(export("").text()).doesNotStartWith("\uFEFF");
        assertThat(export("?bom=true").text()).startsWith("\uFEFFid,");
    }

    @Test
    void jsonLinesHaveTheTypesOfJson() {
        var answer = export("?format=jsonl&order=oldest");

        assertThat(answer.header("Content-Type")).contains("application/jsonl");
        var lines = answer.text().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(answer.text()).endsWith("}\n");
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst().get("client").asString()).isEqualTo(FORMULA);
        assertThat(lines.getFirst().get("similarity").isNumber()).isTrue();
        assertThat(lines.getFirst().get("calibrated_with_this_detector").asBoolean())
                .isTrue();
        assertThat(lines.get(1).has("similarity")).isFalse();
        assertThat(lines.get(1).get("image2_reason").asString()).isEqualTo("no_face");
        assertThat(lines.get(2).get("leaf_index").isIntegralNumber()).isTrue();
    }

    @Test
    void aWorkbookShowsTextAsTextAndTimesInTheZone() throws IOException {
        var answer = export("?format=xlsx&order=oldest&zone=Asia/Dubai");

        assertThat(answer.header("Content-Type")).contains(WORKBOOK);
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(answer.body()))) {
            var sheet = workbook.getSheetAt(0);
            assertThat(workbook.getNumberOfSheets()).isEqualTo(1);
            assertThat(sheet.getLastRowNum()).isEqualTo(3);
            assertThat(sheet.getRow(0).getCell(3).getStringCellValue()).isEqualTo("decided_at (Asia/Dubai)");
            var first = sheet.getRow(1);
            assertThat(first.getCell(0).getStringCellValue()).isEqualTo(archive + ".0");
            assertThat(first.getCell(5).getStringCellValue()).isEqualTo(FORMULA);
            assertThat(first.getCell(5).getCellStyle().getQuotePrefixed()).isTrue();
            assertThat(first.getCell(9).getNumericCellValue()).isEqualTo(0.6999);
            assertThat(first.getCell(9).getCellStyle().getDataFormatString()).isEqualTo("0.0000");
            assertThat(first.getCell(18).getBooleanCellValue()).isTrue();
            var shown = first.getCell(3).getLocalDateTimeCellValue().toInstant(ZoneOffset.ofHours(4));
            assertThat(Duration.between(shown, decidedAt()).abs()).isLessThan(Duration.ofMillis(2));
            assertThat(sheet.getRow(2).getCell(8, Row.MissingCellPolicy.RETURN_BLANK_AS_NULL))
                    .isNull();
        }
    }

    private static Instant decidedAt() {
        return API.sql
                .sql("select decided_at from outcome where job_id = ? and pair_index = 0")
                .param(archive)
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single();
    }

    @Test
    void sensitiveColumnsNeedTheirScope() {
        assertProblem(API.get(AUDITOR, ADDRESS + "?columns=all"), 403, "forbidden");
        var token = Tokens.of(TENANT, "facematch.audit facematch.audit.sensitive");

        var answer = API.post(
                token,
                ADDRESS,
                "application/json",
                "{\"columns\": \"all\", \"subject\": \"passport-4712\", \"format\": \"jsonl\"}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(200);
        var rows = answer.text().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().get("id").asString()).isEqualTo(single + ".0");
        assertThat(rows.getFirst().get("subject_reference").asString()).matches("[0-9a-f]{64}");
        API.assertNotLogged("passport-4712");
    }

    @Test
    void whatClientsWroteIsInSensitiveColumnsOnly() {
        var token = Tokens.of(TENANT, "facematch.audit facematch.audit.sensitive");

        var lines = API.get(token, ADDRESS + "?columns=all&order=oldest")
                .text()
                .lines()
                .toList();
        assertThat(lines.getFirst())
                .endsWith(
                        ",subject_reference,consent_ref,reference,reference_not_opened,image1_photo_digest,image2_photo_digest");
        assertThat(lines.get(1)).as("nothing was said").contains(",,,,");
        assertThat(lines.getLast()).contains("," + CONSENT + ",\"'" + CASE + "\",,");
        var row = JsonMapper.shared()
                .readTree(API.get(token, ADDRESS + "?columns=all&format=jsonl&client=web")
                        .text());
        assertThat(row.get("consent_ref").asString()).isEqualTo(CONSENT);
        assertThat(row.get("reference").asString()).isEqualTo(CASE);
        for (var format : List.of("csv", "jsonl")) {
            assertThat(export("?format=" + format).text()).doesNotContain(CONSENT, CASE, "consent_ref");
        }
        API.assertNotLogged(CONSENT, CASE);
    }

    /** The same as in the detail, where they are under the same names. */
    @Test
    void tellsOfTheFilesAndTheRequest() {
        var token = Tokens.of(TENANT, "facematch.audit facematch.audit.sensitive");
        var row = JsonMapper.shared()
                .readTree(API.get(token, ADDRESS + "?columns=all&format=jsonl&client=web")
                        .text());
        var detail = API.get(token, "/v1/outcomes/" + single + ".0").json();

        assertThat(row.get("image1_format").asString()).isEqualTo("JPEG");
        assertThat(row.get("image1_bytes")).isEqualTo(detail.at("/photos/image1/bytes"));
        assertThat(row.get("image1_width")).isEqualTo(detail.at("/photos/image1/width"));
        assertThat(row.get("image1_height")).isEqualTo(detail.at("/photos/image1/height"));
        assertThat(row.has("image2_format")).isFalse();
        assertThat(row.get("image2_bytes")).isEqualTo(detail.at("/photos/image2/bytes"));
        assertThat(row.get("trace_id")).isEqualTo(detail.get("trace_id"));
        assertThat(row.get("http_status").asInt()).isEqualTo(200);
        assertThat(row.get("image1_photo_digest")).isEqualTo(detail.at("/photo_digests/image1"));
        var digests = API.sql
                .sql("select encode(probe_photo_digest, 'hex') from outcome where job_id = ?")
                .param(single)
                .query(String.class)
                .single();
        assertThat(export("?format=csv").text())
                .contains(",leaf_index,image1_format,image1_bytes,image1_width,image1_height,image2_format,")
                .contains(",trace_id,http_status\r\n", ",JPEG,12345,480,640,,678,,,")
                .doesNotContain("digest", digests);
    }

    @Test
    void filtersAreThoseOfASearchAndTenantsAreApart() {
        assertThat(export("?status=NoFaceDetected").text().lines()).hasSize(2);
        assertThat(export("?client=web&decision=match").text().lines()).hasSize(2);
        assertThat(export("?status=Error").text().lines()).hasSize(1);

        var stranger = Tokens.of(TENANT + "-other", "facematch.audit");
        for (var format : List.of("csv", "jsonl", "xlsx")) {
            var answer = API.get(stranger, ADDRESS + "?format=" + format);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain(archive.toString(), single.toString());
            assertProblem(API.get(stranger, ADDRESS + "?format=" + format + "&tenant=" + TENANT), 403, "forbidden");
        }
        assertThat(API.get(stranger, ADDRESS + "?job=" + single).text().lines()).hasSize(1);
        var admin = Tokens.of(TENANT + "-other", "facematch.audit facematch.admin");
        assertThat(API.get(admin, ADDRESS + "?tenant=" + TENANT).text().lines()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | text/csv;charset=UTF-8",
                "*/* | text/csv;charset=UTF-8",
                "application/jsonl | application/jsonl",
                "text/csv;q=0.1, application/jsonl | application/jsonl",
                WORKBOOK + " | " + WORKBOOK
            })
    void acceptChoosesTheFormat(String accept, String type) {
        assertThat(accepting(accept).header("Content-Type")).contains(type);
    }

    @Test
    void refusesWhatItCantWrite() {
        assertProblem(accepting("image/png"), 406, "not-acceptable");
        assertProblem(accepting("text/csv;q=0"), 406, "not-acceptable");
        for (var query :
                List.of("?format=pdf", "?columns=some", "?bom=yes", "?limit=1", "?subject=x", "?zone=Nowhere")) {
            assertProblem(API.get(AUDITOR, ADDRESS + query), 400, "invalid-parameter");
        }
    }

    private static Answer accepting(String accept) {
        return API.send(
                ADDRESS,
                request -> request.header("Authorization", "Bearer " + AUDITOR).header("Accept", accept));
    }

    @Test
    void aHeadHasNoBody() {
        var answer = API.send(
                ADDRESS,
                request ->
                        request.header("Authorization", "Bearer " + AUDITOR).method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aLargeExportIsWholeSlowReadersHoldNoConnectionAndTooManyAreRefused() throws IOException {
        var tenant = TENANT + "-large";
        var token = Tokens.of(tenant, "facematch.audit");
        var day = LocalDate.ofInstant(API.clock.instant(), ZoneOffset.UTC);
        TestOutcomes.load(API.sql, tenant, ApiServer.MAX_EXPORTED, 40, day);
        API.follow(tenant);

        var lines = API.get(token, ADDRESS).text().lines().toList();
        assertThat(lines).hasSize(ApiServer.MAX_EXPORTED + 1);
        assertThat(lines.stream().map(line -> line.split(",", -1)[0]).distinct())
                .hasSize(ApiServer.MAX_EXPORTED + 1);
        assertThat(lines.stream().skip(1).map(line -> line.split(",", -1)[3]).toList())
                .isSortedAccordingTo((a, b) -> Instant.parse(b).compareTo(Instant.parse(a)));
        assertThat(API.get(token, ADDRESS + "?format=jsonl&order=oldest").text().lines())
                .hasSize(ApiServer.MAX_EXPORTED);

        var before = errors().count();
        try (var first = new RawHttp(API);
                var second = new RawHttp(API)) {
            for (var reader : List.of(first, second)) {
                assertThat(reader.send(RawHttp.head("GET " + ADDRESS + "?format=jsonl HTTP/1.1", token))
                                .receive(true))
                        .startsWith("HTTP/1.1 200 ");
            }
            var third = API.get(token, ADDRESS);
            assertProblem(third, 429, "too-many-exports");
            assertThat(third.header("Retry-After")).contains("10");
            assertThat(API.get(AUDITOR, ADDRESS).status()).as("another tenant").isEqualTo(200);
            Awaitility.await().untilAsserted(() -> assertThat(busyConnections()).isZero());
            assertProblem(API.get(token, ADDRESS), 429, "too-many-exports");
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                API.get(token, ADDRESS + "?client=client-7").status())
                        .isEqualTo(200));
        assertThat(errors().count()).as("clients that went away").isEqualTo(before);

        TestOutcomes.load(API.sql, tenant, 100, 1, day.plusDays(1));
        API.follow(tenant);
        var tooMany = API.get(token, ADDRESS);
        assertProblem(tooMany, 422, "too-many-rows");
        assertThat(tooMany.json().get("detail").asString()).contains("More than 20,000", "Narrow the period");
        assertThat(API.get(token, ADDRESS + "?to=" + day).status()).isEqualTo(200);
    }

    /** Of the API, at the database. */
    private static int busyConnections() {
        return JdbcClient.create(API.database().asSuperuser())
                .sql("select count(*) from pg_stat_activity where datname = current_database() and state <> 'idle'"
                        + " and backend_type = 'client backend' and pid <> pg_backend_pid()")
                .query(Integer.class)
                .single();
    }

    private static Stream<String> errors() {
        return API.logged().stream().filter(line -> line.startsWith("ERROR "));
    }
}
