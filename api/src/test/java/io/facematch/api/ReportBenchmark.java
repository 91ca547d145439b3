package io.facematch.api;

import io.facematch.testing.TestOutcomes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Reads reports over a year of outcomes of 50 clients, which it loads by SQL, while more are stored. Goals with ten million
 * rows: the 95th percentile of each report over 30 days under 300 ms, over 12 months under 1.5 s. Argument: number of rows.
 */
final class ReportBenchmark {
    private static final int ROUNDS = Integer.getInteger("facematch.test.rounds", 20);
    private static final int WRITTEN_PER_SECOND = 200;
    private static final String TENANT = "benchmark";

    private static final List<String> REPORTS = List.of(
            "volume?",
            "volume?bucket=day&",
            "volume?bucket=day&client=client-7&",
            "volume?bucket=day&model=espdl-mbf-112&",
            "volume?bucket=month&",
            "failures?",
            "failures?client=client-7&",
            "latency?",
            "latency?bucket=day&",
            "latency?bucket=day&client=client-7&",
            "similarity?",
            "similarity?client=client-7&",
            "what-if?",
            "what-if?threshold=0.8512&",
            "what-if?threshold=0.8512&client=client-7&",
            "drift?",
            "drift?client=client-7&",
            "usage?",
            "usage?bucket=month&",
            "usage?bucket=day&");

    private ReportBenchmark() {}

    /** Prints a line per report. */
    public static void main(String[] arguments) throws InterruptedException {
        var rows = Integer.parseInt(arguments[0]);
        var api = ApiServer.get();
        var today = LocalDate.now(ZoneOffset.UTC);
        for (int part = 0; part < 12; part++) {
            TestOutcomes.load(api.sql, TENANT, rows / 12, 30, today.minusDays(330 - 30L * part));
        }
        var start = System.nanoTime();
        api.follow(TENANT);
        System.out.printf("%,d rows followed in %.0f s%n", rows / 12 * 12, milliseconds(start) / 1000);
        for (var table : List.of("outcome", "audit_entry", "outcome_rollup")) {
            api.sql.sql("vacuum analyze " + table).update();
            System.out.printf(
                    "%s: %s%n",
                    table,
                    api.sql
                            .sql("select count(*) || ' rows, ' || pg_size_pretty(pg_total_relation_size('" + table
                                    + "')"
                                    + " + (select coalesce(sum(pg_total_relation_size(inhrelid)), 0) from pg_inherits"
                                    + " where inhparent = '" + table + "'::regclass)) from " + table)
                            .query((row, n) -> row.getString(1))
                            .single());
        }
        var token = Tokens.of(TENANT, "facematch.audit");
        try (var writer = Executors.newSingleThreadScheduledExecutor()) {
            var written = writer.scheduleAtFixedRate(
                    () -> TestOutcomes.load(api.sql, TENANT + "-live", WRITTEN_PER_SECOND, 1, today.plusDays(1)),
                    0,
                    1,
                    TimeUnit.SECONDS);
            for (var zone : List.of("UTC", "Asia/Kolkata")) {
                for (var days : List.of(30, 365)) {
                    for (var report : REPORTS) {
                        var query = report + "zone=" + zone + "&from=" + today.minusDays(days);
                        measure(query, days == 30 ? 300 : 1500, () -> api.get(token, "/v1/audit/reports/" + query));
                    }
                }
            }
            written.cancel(false);
        }
        System.exit(0);
    }

    private static void measure(String name, int goal, Request request) {
        var times = new double[ROUNDS];
        var rows = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var start = System.nanoTime();
            var answer = request.send();
            times[round] = milliseconds(start);
            rows = answer.status() == 200 ? answer.json().get("rows").size() : -answer.status();
        }
        Arrays.sort(times);
        System.out.printf(
                "%-75s %5d rows, median %7.1f ms, p95 %7.1f ms (goal %d)%n",
                name, rows, times[ROUNDS / 2], times[ROUNDS * 95 / 100 - 1], goal);
    }

    private interface Request {
        Answer send();
    }

    private static double milliseconds(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
