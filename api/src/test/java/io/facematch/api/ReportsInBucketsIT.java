package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.audit.rollup.RandomOutcomes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a report tells of a bucket is what it tells of a period that is just as long. */
class ReportsInBucketsIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "buckets-" + UUID.randomUUID();
    private static final String AUDITOR = Tokens.of(TENANT, "auditor", "facematch.audit");

    /** In the middle of a local week. */
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");

    private static final Instant TO = Instant.parse("2026-04-02T12:00:00Z");
    private static final String ZONE = "&zone=Asia%2FKathmandu";

    @BeforeAll
    static void decide() {
        var outcomes = new RandomOutcomes(API.bean(JdbcTemplate.class), 15);
        outcomes.makePartitions(FROM, TO);
        outcomes.add(TENANT, 2500, FROM, TO);
        API.follow(TENANT);
        API.sql
                .sql(
                        "insert into outcome_feedback (at, tenant, accepted_on, job_id, pair_index, decided_at, same_person, client)"
                                + " select decided_at, tenant, accepted_on, job_id, pair_index, decided_at, coalesce(similarity > 0.6, true), 'reviewer'"
                                + " from outcome where tenant = ? and pair_index % 3 = 0")
                .param(TENANT)
                .update();
    }

    private static JsonNode report(String name, Instant from, Instant to, String query) {
        var answer = API.get(AUDITOR, "/v1/audit/reports/" + name + "?from=" + from + "&to=" + to + ZONE + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    /** Beginnings of weeks, as the report of all outcomes tells them. */
    private static List<Instant> weeks() {
        return report("volume", FROM, TO, "&bucket=week")
                .get("rows")
                .valueStream()
                .map(row -> Instant.parse(row.get("start").asString()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "failures, ''",
        "failures, '&client=mobile'",
        "similarity, '&model=facematch-mobile-v1'",
        "what-if, ''",
        "what-if, '&threshold=0.65'",
        "what-if, '&threshold=0.6512'",
        "what-if, '&threshold=0.6512&client=mobile&surface=v1'",
        "drift, '&baseline_from=2026-03-10&baseline_to=2026-03-20'",
        "drift, '&baseline_from=2026-03-10&baseline_to=2026-03-20&model=facematch-mobile-v1'",
        "latency, ''",
        "usage, ''",
        "accuracy, ''",
        "accuracy, '&surface=azakaw'",
    })
    void aBucketIsAPeriod(String name, String query) {
        var weeks = weeks();
        assertThat(weeks).hasSize(4);
        assertThat(weeks.getFirst()).isBefore(FROM);
        var inBuckets = report(name, FROM, TO, query + "&bucket=week");
        assertThat(inBuckets.get("bucket").asString()).isEqualTo("week");
        var seen = 0;
        for (int week = 0; week < weeks.size(); week++) {
            var from = week == 0 ? FROM : weeks.get(week);
            var to = week + 1 < weeks.size() ? weeks.get(week + 1) : TO;
            var rows = of(weeks.get(week), inBuckets);
            assertThat(rows).isEqualTo(alone(report(name, from, to, query)));
            seen += rows.size();
        }
        assertThat(inBuckets.get("rows")).hasSize(seen).isNotEmpty();
        assertThat(inBuckets.get("totals"))
                .isEqualTo(report(name, FROM, TO, query).get("totals"));
    }

    /** The rows of a bucket, without its beginning. */
    private static List<JsonNode> of(Instant start, JsonNode report) {
        var rows = new ArrayList<JsonNode>();
        for (var row : report.get("rows")) {
            if (Instant.parse(row.get("start").asString()).equals(start)) {
                rows.add(((ObjectNode) row.deepCopy()).without("start"));
            }
        }
        return rows;
    }

    /** Of a histogram, only bins that have something. */
    private static List<JsonNode> alone(JsonNode report) {
        return report.get("rows")
                .valueStream()
                .filter(row -> !report.get("report").asString().equals("similarity")
                        || row.get("match").asLong() + row.get("non_match").asLong() > 0)
                .toList();
    }

    @Test
    void aPeriodWithoutALengthHasNoBucket() {
        var midnight = Instant.parse("2026-03-10T18:15:00Z");
        for (var name : List.of("failures", "similarity", "what-if", "drift", "accuracy")) {
            assertThat(report(name, midnight, midnight, "&bucket=day").get("rows"))
                    .isEmpty();
        }
        assertThat(report("what-if", midnight, midnight, "&bucket=day&threshold=0.6512")
                        .get("rows"))
                .isEmpty();
    }
}
