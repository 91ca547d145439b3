package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.audit.stream.OutcomeStream;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Result;
import io.facematch.testing.Form;
import io.facematch.testing.TestJobs;
import io.facematch.testing.Zip;
import io.facematch.verification.Decision;
import io.facematch.verification.Reason;
import jakarta.persistence.EntityManagerFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /v1/outcomes}: who finds what. */
class OutcomeSearchIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "search-" + UUID.randomUUID();
    private static final String AUDITOR = Tokens.of(TENANT, "facematch.audit");
    private static final String SUBJECT = "passport-4711-anna";

    /** Match, non-match next to the threshold, no face, fault. */
    private static UUID archive;

    /** A match, of another client, at a stricter operating point, with a subject. */
    private static UUID single;

    private static Instant between;

    @BeforeAll
    static void decide() {
        archive = API.postZip(Tokens.of(TENANT, "bulk-client", "facematch.bulk"), Zip.ofPairs("a", "b", "c", "d"))
                .id();
        API.decide(archive, 0, 4, OutcomeSearchIT::mixed);
        between = API.clock.instant();
        single = API.postPair(
                        Tokens.of(TENANT, "single-client", "facematch.compare"),
                        Form.pair(new byte[] {1}, new byte[] {2}).field("unique_id", SUBJECT))
                .id();
        API.decide(single, 0, 1, index -> ApiServer.compared(0.83));
        API.follow(TENANT);
    }

    private static Result mixed(int index) {
        return switch (index % 4) {
            case 0 -> ApiServer.compared(0.91);
            case 1 -> ApiServer.compared(0.699_96);
            case 2 -> new NotCompared(Reason.TOO_DARK, Reason.NO_FACE);
            default -> new Fault(Reason.PROCESSING_CRASH);
        };
    }

    private static Answer search(String query) {
        return API.get(AUDITOR, "/v1/outcomes" + query);
    }

    private static List<String> ids(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }

    private static List<String> found(String query) {
        var answer = search(query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return ids(answer.json());
    }

    private static String archive(int index) {
        return archive + "." + index;
    }

    @Test
    void findsTheNewestFirst() {
        assertThat(found("")).containsExactly(single + ".0", archive(3), archive(2), archive(1), archive(0));
        assertThat(found("?order=oldest"))
                .containsExactly(archive(0), archive(1), archive(2), archive(3), single + ".0");
    }

    @Test
    void saysOfEachWhatMatters() {
        var items = search("?order=oldest").json().get("items");

        assertThat(items.get(0).get("decision").asString()).isEqualTo("match");
        assertThat(items.get(0).get("similarity").asDouble()).isEqualTo(0.91);
        assertThat(items.get(0).get("client").asString()).isEqualTo("bulk-client");
        assertThat(items.get(0).get("model").asString()).isEqualTo("embedder-of-test");
        assertThat(items.get(1).get("decision").asString()).isEqualTo("non_match");
        assertThat(items.get(1).get("similarity").asDouble())
                .as("never rounded up to the threshold")
                .isEqualTo(0.6999);
        assertThat(items.get(2).get("failures").toString())
                .isEqualTo(
                        "[{\"side\":\"image1\",\"reason\":\"too_dark\"},{\"side\":\"image2\",\"reason\":\"no_face\"}]");
        assertThat(items.get(3).get("failures").toString())
                .isEqualTo("[{\"side\":\"pair\",\"reason\":\"processing_crash\"}]");
    }

    /** A number in JSON is a number, however it is written. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0001", "1e-4", "0.00010", "0", "8.3E-1", "\"0.8300000\""})
    void takesEachNumberOfFourDecimals(String number) {
        var answer = API.post(
                AUDITOR,
                "/v1/outcomes/search",
                "application/json",
                ("{\"client\": \"single-client\", \"similarity_min\": " + number + "}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().get("items")).hasSize(1);
    }

    @Test
    void refusesANameThatIsInABodyTwice() {
        assertProblem(
                API.post(
                        AUDITOR,
                        "/v1/outcomes/search",
                        "application/json",
                        "{\"client\": \"single-client\", \"client\": \"bulk-client\"}"
                                .getBytes(StandardCharsets.UTF_8)),
                400,
                "malformed-request");
    }

    @Test
    void eachFilterFindsItsOwn() {
        var one = List.of(single + ".0");
        assertThat(found("?client=single-client")).isEqualTo(one);
        assertThat(found("?job=" + single)).isEqualTo(one);
        assertThat(found("?from=" + between)).isEqualTo(one);
        assertThat(found("?to=" + between + "&status=Success")).containsExactly(archive(1), archive(0));
        assertThat(found("?status=Error")).containsExactly(archive(3));
        assertThat(found("?status=NoFaceDetected")).containsExactly(archive(2));
        assertThat(found("?decision=non_match")).containsExactly(archive(1));
        assertThat(found("?decision=match&client=bulk-client")).containsExactly(archive(0));
        assertThat(found("?similarity_min=0.83&similarity_max=0.9")).isEqualTo(one);
        assertThat(found("?surface=v1")).hasSize(5);
        assertThat(found("?surface=azakaw")).isEmpty();
        assertThat(found("?model=embedder-of-test&calibration=calibration-of-test"))
                .hasSize(5);
        assertThat(found("?model=another")).isEmpty();
        assertThat(found("?calibration=another")).isEmpty();
        assertThat(found("?status=Error&decision=match"))
                .as("what no outcome can be")
                .isEmpty();
    }

    @Test
    void datesAreThoseOfTheZone() {
        var day = API.clock.instant().toString().substring(0, 10);

        assertThat(found("?from=" + day)).hasSize(5);
        assertThat(found("?to=" + day)).isEmpty();
        assertThat(found("?from=" + day + "&zone=Pacific%2FKiritimati")).hasSize(5);
        assertThat(search("?from=" + day + "T00:00:00%2B04:00").status()).isEqualTo(200);
    }

    @Test
    void aSubjectIsFoundByABodyAloneAndNeverLogged() {
        assertThat(ids(post("{\"subject\": \"" + SUBJECT + "\"}").json())).containsExactly(single + ".0");
        assertThat(ids(post("{\"subject\": \"b\", \"order\": \"oldest\", \"limit\": 2}")
                        .json()))
                .as("the stem of a pair of an archive")
                .containsExactly(archive(1));
        assertThat(ids(post("{\"subject\": \"somebody else\"}").json())).isEmpty();

        var inAddress = search("?subject=" + SUBJECT);
        assertProblem(inAddress, 400, "invalid-parameter");
        assertThat(inAddress.text()).contains("POST").doesNotContain(SUBJECT);
        API.assertNotLogged(SUBJECT);
    }

    private static Answer post(String body) {
        return API.post(AUDITOR, "/v1/outcomes/search", "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pagesStayStableWhileOutcomesComeIn() {
        var tenant = TENANT + "-pages";
        var token = Tokens.of(tenant, "facematch.audit facematch.bulk");
        var job = API.postZip(token, Zip.ofPairs("a", "b", "c", "d", "e", "f")).id();
        API.decide(job, 0, 3, OutcomeSearchIT::mixed);
        API.decide(job, 3, 5, OutcomeSearchIT::mixed);
        API.follow(tenant);

        var seen = new ArrayList<String>();
        String next = "";
        do {
            var page = API.get(token, "/v1/outcomes?limit=2" + next);
            seen.addAll(ids(page.json()));
            next = page.json().has("next_cursor")
                    ? "&cursor=" + page.json().get("next_cursor").asString()
                    : "";
            if (seen.size() == 2) {
                API.decide(job, 5, 6, OutcomeSearchIT::mixed);
                API.follow(tenant);
            }
        } while (!next.isEmpty());

        assertThat(seen).containsExactly(job + ".4", job + ".3", job + ".2", job + ".1", job + ".0");

        var oldest = API.get(token, "/v1/outcomes?limit=2&order=oldest").json();
        var after = API.get(
                        token,
                        "/v1/outcomes?limit=200&order=oldest&cursor="
                                + oldest.get("next_cursor").asString())
                .json();
        assertThat(ids(oldest)).containsExactly(job + ".0", job + ".1");
        assertThat(ids(after)).containsExactly(job + ".2", job + ".3", job + ".4", job + ".5");
    }

    @Test
    void aCursorBelongsToItsSearch() {
        var cursor = search("?limit=1").json().get("next_cursor").asString();

        assertThat(search("?cursor=" + cursor).status()).isEqualTo(200);
        for (var other : List.of("&status=Error", "&order=oldest", "&from=2026-01-01T00:00:00Z")) {
            var answer = search("?cursor=" + cursor + other);
            assertProblem(answer, 400, "invalid-parameter");
            assertThat(answer.text()).contains("another search");
        }
        assertProblem(
                API.get(Tokens.of(TENANT + "-other", "facematch.audit"), "/v1/outcomes?cursor=" + cursor),
                400,
                "invalid-parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour=red | colour | similarity_min",
                "status=Success&status=Error | status | once",
                "status=success | status | NoFaceDetected",
                "decision=yes | decision | non_match",
                "similarity_min=1.5 | similarity_min | between 0 and 1",
                "similarity_min=0.12345 | similarity_min | four decimals",
                "similarity_min=NaN | similarity_min | between 0 and 1",
                "similarity_min=1e-99999999 | similarity_min | between 0 and 1",
                "similarity_min=0.9&similarity_max=0.8 | similarity_min | similarity_max",
                "from=yesterday | from | 2026-03-01T08:00:00Z",
                "from=2026-02-30 | from | 2026-03-01",
                "from=2026-03-01T08:00:00 | from | zone",
                "from=-999999999-01-01T00:00:00Z | from | zone",
                "from=2026-03-02&to=2026-03-01 | from | after to",
                "from=2001-01-01&to=2026-03-01 | period | 10 years",
                "from=1970-01-01 | period | 10 years",
                "zone=Mars%2FOlympus | zone | Asia/Dubai",
                "job=4711 | job | id of a job",
                "job=1-1-7001-8001-1 | job | id of a job",
                "order=up | order | newest, oldest",
                "limit=0 | limit | between 1 and 200",
                "limit=201 | limit | between 1 and 200",
                "limit=many | limit | between 1 and 200",
                "cursor=x | cursor | next_cursor",
                "cursor= | cursor | next_cursor",
                "client=%00 | client | no text",
            })
    void refusesWhatItCantUse(String query, String what, String help) {
        var answer = search("?" + query);

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).contains(what, help);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | 400 | malformed-request",
                "{ | 400 | malformed-request",
                "{\"client\": \"a\", \"client\": \"b\"} | 400 | malformed-request",
                "`` | 400 | malformed-request",
                "{\"subject\": [\"a\"]} | 400 | invalid-parameter",
                "{\"subject\": \" \"} | 400 | invalid-parameter",
                "{\"subject\": \"\\ud800\"} | 400 | invalid-parameter",
                "{\"from\": \"1970-01-01\"} | 400 | invalid-parameter",
                "{\"colour\": 1} | 400 | invalid-parameter",
                "{\"limit\": 1.5} | 400 | invalid-parameter"
            })
    void refusesABodyThatItCantUse(String body, int status, String code) {
        assertProblem(post(body), status, code);
    }

    @Test
    void refusesOtherBodies() {
        assertProblem(post("{\"client\": \"" + "x".repeat(20_000) + "\"}"), 413, "too-large");
        assertProblem(post("{\"client\": \"" + "x".repeat(2_000) + "\"}"), 400, "invalid-parameter");
        assertProblem(
                API.post(AUDITOR, "/v1/outcomes/search", "text/plain", new byte[] {1}), 415, "unsupported-media-type");
        assertProblem(
                API.post(AUDITOR, "/v1/outcomes/search?limit=1", "application/json", new byte[] {'{', '}'}),
                400,
                "invalid-parameter");
    }

    @Test
    void aForgedCursorIsNoDefect() {
        var cursor = search("?limit=1").json().get("next_cursor").asString();
        var bytes = Base64.getUrlDecoder().decode(cursor);
        Arrays.fill(bytes, 16, 24, (byte) 0x7f);

        var answer = search("?cursor=" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));

        assertProblem(answer, 400, "invalid-parameter");
    }

    @Test
    void tenantsAreApart() {
        var other = TENANT + "-foreign";
        var stranger = Tokens.of(other, "facematch.audit facematch.audit.sensitive");
        var admin = Tokens.of(other, "facematch.audit facematch.admin");
        var id = single + ".0";
        var tenant = URLEncoder.encode(TENANT, StandardCharsets.UTF_8);

        assertThat(ids(API.get(stranger, "/v1/outcomes").json())).isEmpty();
        assertThat(ids(API.get(stranger, "/v1/outcomes?job=" + single).json())).isEmpty();
        var unknown = API.get(stranger, "/v1/outcomes/" + undecided() + ".7");
        assertProblem(unknown, 404, "unknown-outcome");
        assertThat(API.get(stranger, "/v1/outcomes/" + id).body())
                .as("as if there were none")
                .isEqualTo(unknown.body());
        for (var path : List.of("?tenant=" + tenant, "/" + id + "?tenant=" + tenant)) {
            assertProblem(API.get(stranger, "/v1/outcomes" + path), 403, "forbidden");
        }
        assertThat(ids(API.post(
                                stranger,
                                "/v1/outcomes/search",
                                "application/json",
                                ("{\"subject\": \"" + SUBJECT + "\"}").getBytes(StandardCharsets.UTF_8))
                        .json()))
                .isEmpty();

        assertThat(ids(API.get(admin, "/v1/outcomes?tenant=" + tenant).json())).hasSize(5);
        assertThat(API.get(admin, "/v1/outcomes/" + id + "?tenant=" + tenant).status())
                .isEqualTo(200);
        assertThat(ids(API.get(admin, "/v1/outcomes").json())).isEmpty();
        assertThat(found("?tenant=" + tenant)).as("one's own").hasSize(5);
        assertProblem(API.get(Tokens.of(other, "facematch.admin"), "/v1/outcomes?tenant=" + tenant), 403, "forbidden");
    }

    private static UUID undecided() {
        return API.postPair(Tokens.of(TENANT + "-third"), Form.pair(new byte[] {1}, new byte[] {2}))
                .id();
    }

    @Test
    void tellsAllOfOneOutcomeAlsoBeforeItIsInTheLog() throws SQLException {
        var tenant = TENANT + "-detail";
        var token = Tokens.of(tenant, "facematch.audit facematch.bulk");
        var job = API.postZip(token, Zip.ofPairs("a", "b", "c", "d")).id();
        holdBackTheLog(() -> {
            API.decide(job, 0, 4, OutcomeSearchIT::mixed);
            API.bean(OutcomeStream.class).follow();

            var early = API.get(token, "/v1/outcomes/" + job + ".0").json();
            assertThat(early.at("/log/state").asString()).isEqualTo("not yet in the log");
            assertThat(early.at("/log/leaf_index").isNull()).isTrue();
        });

        API.follow(tenant);
        var match = API.get(token, "/v1/outcomes/" + job + ".0").json();
        assertThat(match.at("/log/leaf_index").asInt()).isZero();
        assertThat(match.get("summary").asString())
                .isEqualTo(
                        "Match: the similarity 0.9100 reaches the threshold 0.7000 of the operating point standard.");
        assertThat(match.get("detector").asString()).isEqualTo("detector-of-test");
        assertThat(match.get("card_sha256").asString()).isEqualTo("1".repeat(64));
        assertThat(match.at("/timings_ms/total").asDouble()).isEqualTo(36);
        assertThat(match.at("/faces/image1/faces_found").asInt()).isEqualTo(1);
        assertThat(match.at("/links/job").asString()).isEqualTo("/v1/jobs/" + job);
        assertThat(match.has("subject_reference")).isFalse();
        assertThat(API.get(token, "/v1/outcomes/" + job + ".2")
                        .json()
                        .get("summary")
                        .asString())
                .isEqualTo(
                        "Not compared. image1: too dark: add light on the face. image2: no face found: retake the photo"
                                + " with the whole face clearly visible.");
        assertThat(API.get(token, "/v1/outcomes/" + job + ".3")
                        .json()
                        .get("summary")
                        .asString())
                .startsWith("Given up without a comparison. pair: ");

        var sensitive = Tokens.of(tenant, "facematch.audit facematch.audit.sensitive");
        assertThat(API.get(sensitive, "/v1/outcomes/" + job + ".0")
                        .json()
                        .get("subject_reference")
                        .asString())
                .matches("[0-9a-f]{64}");
    }

    /** No outcome of a later transaction is followed while one that may still add outcomes is open. */
    private static void holdBackTheLog(Runnable meanwhile) throws SQLException {
        try (var connection = API.database().dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            meanwhile.run();
            connection.rollback();
        }
    }

    /** What an outcome was decided by does not change with the program that shows it. */
    @Test
    void showsTheThresholdThatDecided() {
        var tenant = TENANT + "-threshold";
        var token = Tokens.of(tenant, "facematch.audit facematch.bulk");
        var job = API.postZip(token, Zip.ofPairs("a", "b")).id();
        API.decide(
                API.open(job),
                0,
                2,
                index -> index == 0
                        ? new Compared(0.65, 0.4, Decision.MATCH, TestJobs.face(0.9), TestJobs.face(0.9))
                        : ApiServer.compared(0.599_96),
                0.6);
        API.follow(tenant);

        var items = API.get(token, "/v1/outcomes?order=oldest").json().get("items");
        for (int pair = 0; pair < 2; pair++) {
            var shown = List.of(
                    items.get(pair),
                    API.get(token, "/v1/outcomes/" + job + "." + pair).json(),
                    API.get(token, "/v1/jobs/" + job + "/outcomes").json().at("/items/" + pair));
            assertThat(shown).allMatch(one -> one.get("threshold").asDouble() == 0.6);
        }
        assertThat(items.get(1).get("similarity").asDouble())
                .as("below the threshold that it was held against")
                .isEqualTo(0.5999);
        assertThat(summary(token, job + ".0"))
                .isEqualTo(
                        "Match: the similarity 0.6500 reaches the threshold 0.6000 of the operating point standard.");
        assertThat(summary(token, job + ".1"))
                .isEqualTo(
                        "Non-match: the similarity 0.5999 is below the threshold 0.6000 of the operating point standard.");
        assertThat(API.get(token, "/v1/outcomes/export?order=oldest").text())
                .contains(",match,0.6500,0.4,0.6,standard,", ",non_match,0.5999,0.5,0.6,standard,");
    }

    private static String summary(String token, String id) {
        return API.get(token, "/v1/outcomes/" + id).json().get("summary").asString();
    }

    @Test
    void anIdThatIsNoneIsUnknown() {
        for (var id : List.of(
                "x",
                single.toString(),
                single + ".1",
                single + ".00",
                single + ".-1",
                single + ".99999999999",
                UUID.randomUUID() + ".0",
                "search",
                "%20",
                "a".repeat(500))) {
            assertProblem(search("/" + id), 404, "unknown-outcome");
        }
        assertProblem(search("/" + single + ".0?limit=1"), 400, "invalid-parameter");
    }

    /** Whatever the size of the page. */
    @Test
    void aPageIsOneStatement() {
        var statistics = API.bean(EntityManagerFactory.class)
                .unwrap(SessionFactory.class)
                .getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            for (var limit : List.of(1, 2, 200)) {
                statistics.clear();
                assertThat(found("?limit=" + limit)).hasSize(Math.min(limit, 5));

                assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
                assertThat(statistics.getEntityLoadCount())
                        .as("rows are read, not entities")
                        .isZero();
            }
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }
}
