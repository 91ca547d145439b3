package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.facematch.api.audit.rollup.RandomOutcomes;
import io.facematch.verification.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What reports count by rollups is what SQL counts in the rows of outcomes. */
class SummaryReportsIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "summary-" + UUID.randomUUID();
    private static final String AUDITOR = Tokens.of(TENANT, "auditor", "facematch.audit");
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-04-20T00:00:00Z");

    @BeforeAll
    static void decide() {
        var outcomes = new RandomOutcomes(API.bean(JdbcTemplate.class), 14);
        outcomes.makePartitions(FROM, TO);
        outcomes.add(TENANT, 2500, FROM, TO);
        API.follow(TENANT);
    }

    /** Of one client, surface or model, and of all. */
    static Stream<Filter> filters() {
        return Stream.of(
                new Filter("", "true"),
                new Filter("&client=" + encoded("web \u00fc"), "client = 'web \u00fc'"),
                new Filter("&surface=azakaw", "surface = 'azakaw'"),
                new Filter("&model=espdl-mbf-112", "embedder = 'espdl-mbf-112'"),
                new Filter(
                        "&client=mobile&surface=v1&model=facematch-mobile-v1",
                        "client = 'mobile' and surface = 'v1' and embedder = 'facematch-mobile-v1'"));
    }

    record Filter(String asked, String condition) {
        @Override
        public String toString() {
            return condition;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode report(String name, String query) {
        var answer = API.get(AUDITOR, "/v1/audit/reports/" + name + "?from=" + FROM + "&to=" + TO + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    /** The rows of outcomes, by the first column. */
    private static Map<String, List<Long>> counted(String columns, String condition, String end) {
        return API
                .sql
                .sql("select " + columns + " from outcome where tenant = '" + TENANT + "' and decided_at >= '" + FROM
                        + "' and decided_at < '" + TO + "' and " + condition + " " + end)
                .query((row, n) -> {
                    var counts = new Long[row.getMetaData().getColumnCount() - 1];
                    for (int i = 0; i < counts.length; i++) {
                        counts[i] = row.getLong(i + 2);
                    }
                    return entry(row.getString(1), List.of(counts));
                })
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private static Map<String, List<Long>> told(JsonNode report, List<String> keys, String... counts) {
        var told = new TreeMap<String, List<Long>>();
        for (var row : report.get("rows")) {
            var values =
                    Arrays.stream(counts).map(name -> row.get(name).asLong()).toList();
            if (values.stream().anyMatch(value -> value > 0)) {
                var key = keys.stream().map(name -> row.get(name).asString()).collect(Collectors.joining("|"));
                assertThat(told.put(key, values)).as("twice").isNull();
            }
        }
        return told;
    }

    @ParameterizedTest
    @CsvSource({
        "hour, UTC",
        "hour, Asia/Kolkata",
        "hour, Asia/Kathmandu",
        "hour, America/New_York",
        "day, UTC",
        "day, Asia/Kolkata",
        "day, Asia/Kathmandu",
        "day, Europe/Berlin",
        "day, Australia/Lord_Howe",
        "day, America/St_Johns",
        "week, Pacific/Kiritimati",
        "week, America/Santiago",
        "month, Asia/Kathmandu",
        "month, Europe/Berlin"
    })
    void volumeIsThatOfLocalBuckets(String bucket, String zone) {
        var report = report("volume", "&bucket=" + bucket + "&zone=" + encoded(zone));
        var start = "to_char(date_trunc('" + bucket + "', decided_at, '" + zone
                + "') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";

        assertThat(told(report, List.of("start"), "outcomes", "match", "non_match", "not_compared"))
                .isEqualTo(counted(
                        start + ", count(*), count(*) filter (where decision = 'MATCH'),"
                                + " count(*) filter (where decision = 'NON_MATCH'), count(*) filter (where decision is null)",
                        "true",
                        "group by 1"));
        assertThat(report.at("/totals/outcomes").asLong()).isEqualTo(2500);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void volumeOfThePeriodIsThatOfTheRows(Filter filter) {
        var report = report("volume", filter.asked());
        var expected = counted(
                        "'" + FROM + "', count(*), count(*) filter (where decision = 'MATCH'),"
                                + " count(*) filter (where status = 'EmptyImage'),"
                                + " count(*) filter (where status = 'NoFaceDetected'),"
                                + " count(*) filter (where status = 'LandmarksNotDetected'),"
                                + " count(*) filter (where status = 'InvalidImage'),"
                                + " count(*) filter (where status = 'LowQuality'), count(*) filter (where status = 'Error')",
                        filter.condition(),
                        "")
                .getOrDefault(FROM.toString(), List.of());

        assertThat(report.get("rows")).hasSize(1);
        var row = report.at("/rows/0");
        assertThat(told(
                        report,
                        List.of("start"),
                        "outcomes",
                        "match",
                        "empty_image",
                        "no_face_detected",
                        "landmarks_not_detected",
                        "invalid_image",
                        "low_quality",
                        "error"))
                .isEqualTo(Map.of(FROM.toString(), expected));
        assertThat(row.get("match_rate").asDouble())
                .isCloseTo(expected.get(1) / (double) expected.get(0), within(1e-5));
        assertThat(row.get("match_rate").asDouble()
                        + row.get("non_match_rate").asDouble()
                        + row.get("not_compared_rate").asDouble())
                .isCloseTo(1, within(1e-5));
        assertThat(report.get("notes")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("filters")
    void failuresAreThoseOfTheRows(Filter filter) {
        var report = report("failures", filter.asked());
        var expected = new TreeMap<String, List<Long>>();
        counted(
                        "client || '|' || case when probe_reason is not null and reference_reason is not null then 'both'"
                                + " when probe_reason is not null then 'probe' when reference_reason is not null"
                                + " then 'reference' else 'none' end || '|' || status || '|'"
                                + " || concat_ws('/', probe_reason, reference_reason, fault), count(*)",
                        filter.condition() + " and decision is null",
                        "group by 1")
                .forEach((key, count) -> expected.put(withCodes(key), count));

        assertThat(told(report, List.of("client", "side", "status", "reason"), "outcomes"))
                .isEqualTo(expected);
        var counts = report.get("rows")
                .valueStream()
                .map(row -> row.get("outcomes").asLong())
                .toList();
        assertThat(counts).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        var sum = counts.stream().mapToLong(count -> count).sum();
        assertThat(report.at("/totals/outcomes").asLong()).isEqualTo(sum);
        assertThat(report.at("/rows/0/share").asDouble()).isCloseTo(counts.getFirst() / (double) sum, within(1e-5));
    }

    /** Names of reasons as they are told, the same one of both photos once. */
    private static String withCodes(String key) {
        var reasons = key.lastIndexOf('|') + 1;
        return key.substring(0, reasons)
                + Arrays.stream(key.substring(reasons).split("/"))
                        .map(name -> Reason.valueOf(name).code())
                        .distinct()
                        .collect(Collectors.joining(" / "));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void latenciesAreWithinTwoPercentOfThoseOfTheRows(Filter filter) {
        assertLatencies(report("latency", filter.asked()), filter.condition());
    }

    @Test
    void latenciesAreToldForEachBucket() {
        var report = report("latency", "&bucket=month&zone=Asia%2FKathmandu");

        assertThat(report.get("rows")).hasSize(24);
        for (var start : List.of("2026-02-28T18:15:00Z", "2026-03-31T18:15:00Z")) {
            var rows = report.deepCopy();
            ((ArrayNode) rows.get("rows"))
                    .removeIf(row -> !row.get("start").asString().equals(start));
            assertThat(rows.get("rows")).hasSize(12);
            assertLatencies(rows, "date_trunc('month', decided_at, 'Asia/Kathmandu') = '" + start + "'");
        }
    }

    private static void assertLatencies(JsonNode report, String condition) {
        for (var row : report.get("rows")) {
            var measure = switch (row.get("measure").asString()) {
                case "total" -> "total_ms";
                case "queue" -> "queue_ms";
                default -> "decode_ms::float8 + detect_ms + embed_ms";
            };
            var ofClass = switch (row.get("outcome_class").asString()) {
                case "all" -> "true";
                case "match" -> "decision = 'MATCH'";
                case "non_match" -> "decision = 'NON_MATCH'";
                default -> "decision is null";
            };
            var exact = API.sql
                    .sql("select count(" + measure + ") as outcomes, percentile_disc(array[0.5, 0.9, 0.95, 0.99])"
                            + " within group (order by " + measure + ") as parts from outcome where tenant = '" + TENANT
                            + "' and total_ms is not null and " + condition + " and " + ofClass)
                    .query((found, n) -> {
                        assertThat(row.get("outcomes").asLong()).isEqualTo(found.getLong("outcomes"));
                        return (Number[]) found.getArray("parts").getArray();
                    })
                    .single();
            var parts = List.of("p50", "p90", "p95", "p99");
            for (int i = 0; i < parts.size(); i++) {
                var value = exact[i].doubleValue();
                assertThat(row.get(parts.get(i)).asDouble())
                        .as(parts.get(i) + " of " + row)
                        .isCloseTo(value, within(0.0201 * value + 0.06));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("filters")
    void similaritiesAreThoseOfTheRows(Filter filter) {
        var report = report("similarity", filter.asked());

        assertThat(report.get("rows")).hasSize(200);
        assertThat(report.at("/rows/111/low").asDouble()).isEqualTo(0.555);
        assertThat(report.at("/rows/111/high").asDouble()).isEqualTo(0.56);
        assertThat(told(report, List.of("low"), "match", "non_match"))
                .isEqualTo(counted(
                        "case least(floor(similarity::numeric * 200), 199) when 0 then '0.0' else rtrim((least(floor("
                                + "similarity::numeric * 200), 199) / 200)::numeric(4, 3)::text, '0') end,"
                                + " count(*) filter (where decision = 'MATCH'), count(*) filter (where decision = 'NON_MATCH')",
                        filter.condition() + " and decision is not null",
                        "group by 1"));
        assertThat(report.get("notes").toString().contains("several models"))
                .isEqualTo(!filter.asked().contains("model"));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void whatIfIsWhatTheRowsWouldBe(Filter filter) {
        var all = report("what-if", filter.asked());
        assertThat(all.get("rows")).hasSize(201);
        for (var bin : List.of(0, 1, 99, 100, 137, 199, 200)) {
            assertWhatIf(all.at("/rows/" + bin), bin / 200.0 + "", filter);
        }
        for (var threshold : List.of("0", "0.5", "0.5534", "0.0001", "0.9999", "0.7351", "1")) {
            var one = report("what-if", filter.asked() + "&threshold=" + threshold);
            assertThat(one.get("rows")).hasSize(1);
            assertThat(one.get("notes").toString()).doesNotContain("estimated");
            assertWhatIf(one.at("/rows/0"), threshold, filter);
        }
    }

    private static void assertWhatIf(JsonNode row, String threshold, Filter filter) {
        var above = "similarity >= " + threshold;
        var below = "similarity < " + threshold;
        var expected = counted(
                        "'', count(*) filter (where " + above + "), count(*) filter (where " + below
                                + "), count(*) filter (where "
                                + above + " and decision = 'NON_MATCH'), count(*) filter (where " + below
                                + " and decision = 'MATCH')",
                        filter.condition() + " and decision is not null",
                        "")
                .getOrDefault("", List.of());

        assertThat(row.get("threshold").asDouble()).isEqualTo(Double.parseDouble(threshold));
        assertThat(Stream.of("match", "non_match", "to_match", "to_non_match")
                        .map(name -> row.get(name).asLong()))
                .as(row.toString())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void driftIsToldOfEachModel(Filter filter) {
        var report = report("drift", filter.asked() + "&baseline_from=2026-04-01&baseline_to=2026-04-08");
        assertThat(report.get("notes").toString()).contains("2026-04-01T00:00:00Z", "2026-04-08T00:00:00Z");
        for (var row : report.get("rows")) {
            var ofModel = row.has("model") ? "embedder = '" + row.get("model").asString() + "'" : "embedder is null";
            var baseline = filter.condition() + " and " + ofModel
                    + " and decided_at >= '2026-04-01T00:00Z' and decided_at < '2026-04-08T00:00Z'";
            assertThat(row.get("outcomes").asLong()).isEqualTo(count(filter.condition() + " and " + ofModel));
            assertThat(row.get("baseline_outcomes").asLong()).isEqualTo(count(baseline));
            assertRate(row, "failure_rate", "avg((decision is null)::int)", filter.condition() + " and " + ofModel);
            assertRate(row, "baseline_failure_rate", "avg((decision is null)::int)", baseline);
            assertRate(row, "baseline_match_rate", "avg((decision = 'MATCH')::int)", baseline);
            assertRate(row, "baseline_probe_quality", "avg(probe_quality)", baseline);
            assertRate(row, "reference_quality", "avg(reference_quality)", filter.condition() + " and " + ofModel);
            assertRate(
                    row,
                    "rotation_rate",
                    "sum((probe_rotation > 0)::int + 0.0) filter (where probe_rotation is not null)"
                            + " / nullif(count(probe_rotation), 0) * count(probe_rotation)"
                            + " / nullif(count(probe_rotation) + count(reference_rotation), 0)"
                            + " + sum((reference_rotation > 0)::int + 0.0)"
                            + " / nullif(count(probe_rotation) + count(reference_rotation), 0)",
                    filter.condition() + " and " + ofModel);
            assertThat(row.has("psi")).isEqualTo(row.has("verdict"));
        }
    }

    private static long count(String condition) {
        return counted("'', count(*)", condition, "")
                .getOrDefault("", List.of())
                .getFirst();
    }

    private static void assertRate(JsonNode row, String column, String expression, String condition) {
        var expected = API.sql
                .sql("select " + expression + " from outcome where tenant = '" + TENANT + "' and " + condition)
                .query((found, n) -> {
                    var value = found.getDouble(1);
                    return found.wasNull() ? -1 : value;
                })
                .single();
        assertThat(row.has(column) ? row.get(column).asDouble() : -1)
                .as(column + " of " + row)
                .isCloseTo(expected, within(1e-5));
    }

    @Test
    void whatDidNotChangeIsStable() {
        var report = report("drift", "&baseline_from=2026-03-10&baseline_to=2026-04-20");

        for (var row : report.get("rows")) {
            if (row.has("model")) {
                assertThat(row.get("psi").asDouble()).isZero();
                assertThat(row.get("verdict").asString()).isEqualTo("stable");
            }
        }
        assertThat(report.get("rows")).hasSize(3);
    }

    @Test
    void withoutABaselineItIsThePeriodBefore() {
        var report = API.get(AUDITOR, "/v1/audit/reports/drift?from=2026-04-10&to=2026-04-20")
                .json();

        assertThat(report.get("notes").toString()).contains("2026-03-31T00:00:00Z until before 2026-04-10T00:00:00Z");
    }

    @ParameterizedTest
    @MethodSource("filters")
    void usageIsThatOfTheRows(Filter filter) {
        var report = report("usage", filter.asked());
        var withoutClient = filter.condition().replaceAll("client = '[^']*'", "true");
        var all = counted("'', count(*)", withoutClient, "")
                .getOrDefault("", List.of())
                .getFirst();

        assertThat(told(report, List.of("client"), "outcomes", "match", "non_match", "not_compared"))
                .isEqualTo(counted(
                        "client, count(*), count(*) filter (where decision = 'MATCH'),"
                                + " count(*) filter (where decision = 'NON_MATCH'), count(*) filter (where decision is null)",
                        filter.condition(),
                        "group by 1"));
        for (var row : report.get("rows")) {
            assertThat(row.get("share").asDouble())
                    .isCloseTo(row.get("outcomes").asLong() / (double) all, within(1e-5));
        }
    }

    @Test
    void usageIsToldForEachBucket() {
        var report = report("usage", "&bucket=day&zone=Asia%2FKolkata");

        assertThat(told(report, List.of("start", "client"), "outcomes"))
                .isEqualTo(counted(
                        "to_char(date_trunc('day', decided_at, 'Asia/Kolkata') at time zone 'UTC',"
                                + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') || '|' || client, count(*)",
                        "true",
                        "group by 1"));
    }

    @Test
    void aPeriodThatIsNoQuarterHoursIsWidenedAndThatIsSaid() {
        var report = API.get(AUDITOR, "/v1/audit/reports/volume?from=2026-03-20T10:07:00Z&to=2026-03-21T10:08:00Z")
                .json();

        assertThat(report.get("notes").toString())
                .contains("from 2026-03-20T10:00:00Z until before 2026-03-21T10:15:00Z");
        assertThat(report.at("/rows/0/outcomes").asLong())
                .isEqualTo(count("decided_at >= '2026-03-20T10:00Z' and decided_at < '2026-03-21T10:15Z'"));
    }

    @Test
    void aBucketThatBeganBeforeThePeriodIsSaidToBeCutOff() {
        var report = API.get(
                        AUDITOR,
                        "/v1/audit/reports/volume?bucket=month&from=2026-03-20T10:00:00Z&to=2026-04-05&zone=Asia%2FDubai")
                .json();

        assertThat(report.at("/rows/0/start").asString()).isEqualTo("2026-02-28T20:00:00Z");
        assertThat(report.at("/rows/0/outcomes").asLong())
                .isEqualTo(count("decided_at >= '2026-03-20T10:00Z' and decided_at < '2026-03-31T20:00Z'"));
        assertThat(report.get("notes").toString()).contains("began before the period");
    }

    @Test
    void whatIsNotCountedYetIsSaid() throws SQLException {
        var other = TENANT + "-behind";
        // Whoever has this lock keeps the reader from counting, until the connection ends.
        try (var connection = API.database().asSuperuser().getConnection();
                var lock = connection.createStatement()) {
            lock.execute("select pg_advisory_lock(hashtext('facematch.audit.stream'))");
            API.sql
                    .sql("insert into log_checkpoint values (?, 5, sha256(''), '', now())")
                    .param(other)
                    .update();
            API.sql
                    .sql("insert into transparency_log values (?, 5, sha256(''))")
                    .param(other)
                    .update();
            try {
                assertThat(API.get(Tokens.of(other, "facematch.audit"), "/v1/audit/reports/volume")
                                .json()
                                .get("notes")
                                .toString())
                        .contains("through 0 of the 5 entries");
            } finally {
                for (var table : List.of("transparency_log", "log_checkpoint")) {
                    API.sql
                            .sql("delete from " + table + " where tenant = ?")
                            .param(other)
                            .update();
                }
            }
        }
    }

    /** As after an erasure. */
    @Test
    void whereSimilaritiesAreGoneWhatIfIsSaidToBeAnEstimate() {
        var other = TENANT + "-erased";
        new RandomOutcomes(API.bean(JdbcTemplate.class), 3).add(other, 300, FROM, TO);
        API.follow(other);
        API.sql
                .sql("update audit_entry set similarity = null where tenant = ?")
                .param(other)
                .update();
        var report = API.get(
                        Tokens.of(other, "facematch.audit"),
                        "/v1/audit/reports/what-if?from=" + FROM + "&to=" + TO + "&threshold=0.5025")
                .json();

        assertThat(report.get("notes").toString()).contains("estimated");
        assertThat(report.at("/rows/0/match").asLong()
                        + report.at("/rows/0/non_match").asLong())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"volume", "failures", "latency", "similarity", "what-if", "drift", "usage"})
    void countsNothingOfAnotherTenant(String name) {
        var foreign = API.get(
                        Tokens.of(TENANT + "-foreign", "facematch.audit"),
                        "/v1/audit/reports/" + name + "?from=" + FROM + "&to=" + TO)
                .json();

        assertThat(foreign.get("rows")
                        .valueStream()
                        .flatMap(JsonNode::valueStream)
                        .filter(JsonNode::isIntegralNumber))
                .allMatch(count -> count.asLong() == 0);
        assertThat(report(name, "")
                        .get("rows")
                        .valueStream()
                        .flatMap(JsonNode::valueStream)
                        .filter(JsonNode::isIntegralNumber))
                .anyMatch(count -> count.asLong() > 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "volume | zone=Mars%2FOlympus | 400 | Asia/Dubai",
                "volume | from=2026-03-02&to=2026-03-01 | 400 | from must not be after to",
                "volume | from=1926-01-01 | 400 | longer than 10 years",
                "volume | bucket=year | 400 | hour, day, week, month",
                "volume | bucket=hour&from=2025-01-01&to=2026-01-01 | 422 | more than 2000 buckets",
                "volume | bucket=day&zone=%2B05:37 | 400 | quarter hours",
                "volume | threshold=0.5 | 400 | 'threshold' is not known here",
                "failures | delta=0.1 | 400 | 'delta' is not known here",
                "latency | decision=match | 400 | 'decision' is not known here",
                "similarity | bucket=hour&from=2026-03-01&to=2026-04-01 | 422 | more than 100000 rows of similarities and buckets",
                "what-if | bucket=hour&from=2026-03-01&to=2026-04-01 | 422 | for one threshold",
                "what-if | threshold=1.1 | 400 | between 0 and 1",
                "what-if | threshold=-0.1 | 400 | between 0 and 1",
                "what-if | threshold=0.12345 | 400 | four decimals",
                "what-if | threshold=1e-999999999 | 400 | four decimals",
                "what-if | threshold=high | 400 | between 0 and 1",
                "drift | baseline_from=yesterday | 400 | baseline_from must be a time",
                "drift | baseline_from=2026-03-02&baseline_to=2026-03-01 | 400 | must not be after baseline_to",
                "drift | baseline_from=2026-03-02&from=2026-03-01 | 400 | must not be after baseline_to",
                "drift | baseline_from=1926-01-01&baseline_to=2026-03-01 | 400 | longer than 10 years",
                "usage | job=0199f1d2-7c3a-7e51-9c1e-2f6b8a4d1c07 | 400 | 'job' is not known here",
            })
    void refusesWhatItCantUse(String report, String query, int status, String help) {
        var answer = API.get(AUDITOR, "/v1/audit/reports/" + report + "?" + query);

        assertProblem(answer, status, status == 400 ? "invalid-parameter" : "too-many-rows");
        assertThat(answer.json().get("detail").asString()).contains(help);
    }

    @Test
    void timesLongAgoHaveNoOutcomes() {
        assertThat(API.get(AUDITOR, "/v1/audit/reports/volume?to=0001-01-01")
                        .json()
                        .at("/rows/0/outcomes")
                        .asLong())
                .isZero();
        assertThat(API.get(AUDITOR, "/v1/audit/reports/volume?from=2026-03-15&to=2026-03-15&bucket=day")
                        .json()
                        .get("rows"))
                .isEmpty();
    }
}
