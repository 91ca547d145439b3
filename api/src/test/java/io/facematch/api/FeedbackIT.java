package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Result;
import io.facematch.testing.Zip;
import io.facematch.verification.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What people say of outcomes, and the error rates that follow from it. */
class FeedbackIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "feedback-" + UUID.randomUUID();
    private final String reviewer = Tokens.of(tenant, "review", "facematch.audit");
    private final String sender = Tokens.of(tenant, "web", "facematch.bulk");
    private final UUID job =
            API.postZip(sender, Zip.ofPairs("a", "b", "c", "d", "e", "f", "g")).id();

    FeedbackIT() {
        API.decide(job, 0, 7, FeedbackIT::result);
    }

    /** Four matches, two non-matches, and one without decision. */
    private static Result result(int index) {
        return switch (index) {
            case 0, 1, 2, 3 -> ApiServer.compared(0.9);
            case 4, 5 -> ApiServer.compared(0.3);
            default -> new NotCompared(Reason.TOO_DARK, Reason.NO_FACE);
        };
    }

    private Answer say(String token, String outcome, String body) {
        return API.post(
                token,
                "/v1/outcomes/" + outcome + "/feedback",
                "application/json",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private Answer say(int index, boolean samePerson) {
        return say(reviewer, job + "." + index, "{\"same_person\": " + samePerson + "}");
    }

    private List<String> said(int index) {
        return API.get(reviewer, "/v1/outcomes/" + job + "." + index)
                .json()
                .get("feedback")
                .valueStream()
                .map(one -> one.get("client").asString() + " "
                        + one.get("same_person").asBoolean())
                .toList();
    }

    private List<String> kept() {
        return API.get(Tokens.of(tenant, "facematch.admin"), "/v1/audit/access?what=feedback")
                .json()
                .get("items")
                .valueStream()
                .map(row -> row.get("actor_client").asString() + " "
                        + row.at("/filter/id").asString() + " "
                        + row.at("/filter/same_person").asString())
                .toList();
    }

    @Test
    void isKeptAndShownAlsoBeforeTheOutcomeIsInTheLog() {
        var answer = say(0, true);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().get("id").asString()).isEqualTo(job + ".0");
        assertThat(answer.json().get("same_person").asBoolean()).isTrue();
        assertThat(answer.json().get("client").asString()).isEqualTo("review");
        assertThat(said(0)).containsExactly("review true");
        assertThat(said(1)).isEmpty();
        assertThat(kept()).containsExactly("review " + job + ".0 true");
    }

    @Test
    void theSameAgainChangesNothing() {
        var first = say(0, true);
        var again = say(0, true);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(said(0)).containsExactly("review true");
    }

    @Test
    void theLastCountsAndWhatContradictsItStays() {
        say(0, true);
        assertThat(say(sender, job + ".0", "{\"same_person\": false}").status()).isEqualTo(201);
        assertThat(say(0, true).status()).isEqualTo(201);

        assertThat(said(0)).containsExactly("review true", "web false", "review true");
        assertThat(kept())
                .containsExactly("review " + job + ".0 true", "web " + job + ".0 false", "review " + job + ".0 true");
        assertThat(API.sql
                        .sql("select count(*) from outcome_feedback where tenant = ?")
                        .param(tenant)
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | same_person is missing",
                "{\"same_person\": null} | same_person is missing",
                "{\"same_person\": \"yes\"} | true, false",
                "{\"same_person\": 1} | true, false",
                "{\"same_person\": [true]} | must be a text or a number",
                "{\"same_person\": true, \"comment\": \"looks alike\"} | 'comment' is not known here",
            })
    void refusesWhatItCantUse(String body, String help) {
        var answer = say(reviewer, job + ".0", body);

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).contains(help);
        assertThat(said(0)).isEmpty();
    }

    @Test
    void refusesABodyThatIsNoObject() {
        assertProblem(say(reviewer, job + ".0", "true"), 400, "malformed-request");
        assertProblem(say(reviewer, job + ".0", ""), 400, "malformed-request");
        assertProblem(say(reviewer, job + ".0", "{\"same_person\": \"" + "x".repeat(20_000) + "\"}"), 413, "too-large");
        assertProblem(
                API.post(
                        reviewer, "/v1/outcomes/" + job + ".0/feedback?tenant=x", "application/json", new byte[] {'{'}),
                400,
                "invalid-parameter");
    }

    @Test
    void anOutcomeThatIsNotOnesOwnIsNone() {
        var body = "{\"same_person\": true}";
        var unknown = say(reviewer, job + ".7", body);
        assertProblem(unknown, 404, "unknown-outcome");
        assertProblem(say(reviewer, "4711", body), 404, "unknown-outcome");

        for (var stranger : List.of(
                Tokens.of(tenant + "-foreign", "review", "facematch.audit facematch.admin"),
                Tokens.of(tenant + "-foreign", "web", "facematch.bulk"),
                Tokens.of(tenant, "another", "facematch.bulk facematch.compare"),
                Tokens.of(tenant, "web", "facematch.compare"))) {
            assertThat(say(stranger, job + ".0", body).body()).isEqualTo(unknown.body());
        }
        assertProblem(say(Tokens.of(tenant, "web", "facematch.read.tenant"), job + ".0", body), 403, "forbidden");
        assertThat(said(0)).isEmpty();
        assertThat(kept()).isEmpty();
    }

    private JsonNode accuracy(String query) {
        var answer = API.get(reviewer, "/v1/audit/reports/accuracy" + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void accuracyIsMeasuredWithTheLastWord() {
        assertThat(accuracy("").get("rows")).isEmpty();
        say(0, true);
        say(1, true);
        say(2, false);
        say(3, true);
        say(3, false);
        say(4, true);
        say(5, false);
        say(6, true);

        var report = accuracy("");

        assertThat(report.get("rows")).hasSize(1);
        var row = report.get("rows").get(0);
        assertThat(row.get("model").asString()).isEqualTo("embedder-of-test");
        assertThat(row.get("operating_point").asString()).isEqualTo("standard");
        assertThat(row.get("mated").asInt()).isEqualTo(3);
        assertThat(row.get("false_non_matches").asInt()).isEqualTo(1);
        assertThat(row.get("fnmr").asDouble()).isEqualTo(0.333333);
        assertThat(row.get("fnmr_low").asDouble()).isEqualTo(0.00840376);
        assertThat(row.get("fnmr_high").asDouble()).isEqualTo(0.905701);
        assertThat(row.get("non_mated").asInt()).isEqualTo(3);
        assertThat(row.get("false_matches").asInt()).isEqualTo(2);
        assertThat(row.get("fmr").asDouble()).isEqualTo(0.666667);
        assertThat(report.at("/totals/mated").asInt()).isEqualTo(3);
        assertThat(report.get("notes").toString())
                .contains("chosen at random")
                .contains("not compared, and are not counted: 1.")
                .contains("contradict each other: 1.");
    }

    @Test
    void accuracyTakesTheFiltersOfASearch() {
        say(0, true);
        say(4, true);
        var before = API.clock.instant();

        assertThat(accuracy("?client=web").at("/totals/mated").asInt()).isEqualTo(2);
        assertThat(accuracy("?client=another").get("rows")).isEmpty();
        assertThat(accuracy("?surface=v1&model=embedder-of-test")
                        .at("/totals/mated")
                        .asInt())
                .isEqualTo(2);
        assertThat(accuracy("?model=another").get("rows")).isEmpty();
        assertThat(accuracy("?from=" + before).get("rows")).isEmpty();
        assertThat(accuracy("?to=2020-01-01").get("rows")).isEmpty();
    }

    @Test
    void whereNobodySaidAnythingOfOneSideItsRateIsNotKnown() {
        say(0, true);

        var row = accuracy("").get("rows").get(0);

        assertThat(row.get("fnmr").asDouble()).isZero();
        assertThat(row.get("fnmr_high").asDouble()).isEqualTo(0.975);
        assertThat(row.get("non_mated").asInt()).isZero();
        assertThat(row.has("fmr")).isFalse();
        assertThat(row.has("fmr_high")).isFalse();
    }

    @Test
    void accuracyIsThatOfOnesOwnTenant() {
        say(0, true);
        var stranger = Tokens.of(tenant + "-foreign", "facematch.audit");

        assertThat(API.get(stranger, "/v1/audit/reports/accuracy").json().get("rows"))
                .isEmpty();
    }
}
