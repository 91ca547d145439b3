package io.facematch.standalone.benchmark.year;

import io.facematch.standalone.run.ApiClient;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What auditors ask for: each report over a month and a year, and the first page of each kind of search. */
final class Readings {
    private static final int MONTH = 30;
    private static final int YEAR = 365;
    private static final int GOAL_OF_MONTH = 300;
    private static final int GOAL_OF_YEAR = 1500;
    private static final int GOAL_OF_PAGE = 200;
    private static final int GOAL_OF_SUBJECT = 50;

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
            "what-if?threshold=0.8512&",
            "what-if?threshold=0.8512&client=client-7&",
            "borderline?delta=0.01&",
            "borderline?delta=0.01&client=client-7&",
            "drift?",
            "drift?client=client-7&",
            "repeats?",
            "repeats?by=photo&",
            "repeats?client=client-7&",
            "reconciliation?",
            "usage?",
            "usage?bucket=month&",
            "usage?bucket=day&",
            "accuracy?",
            "retention?",
            "proof?");

    private static final List<String> SEARCHES = List.of(
            "",
            "order=oldest",
            "from=MONTH",
            "from=MONTH&order=oldest",
            "client=client-7",
            "client=client-7&order=oldest",
            "client=none",
            "surface=azakaw",
            "surface=none",
            "client=client-7&surface=azakaw",
            "status=Success",
            "status=NoFaceDetected",
            "status=Error",
            "status=Error&order=oldest",
            "status=Error&client=client-7",
            "status=Error&client=client-7&from=MONTH",
            "decision=match",
            "decision=non_match",
            "decision=non_match&client=client-7&order=oldest",
            "similarity_min=0.69&similarity_max=0.71",
            "similarity_min=0.699&similarity_max=0.7001",
            "similarity_min=0.699&similarity_max=0.7001&client=client-7&order=oldest",
            "similarity_min=0.6999&similarity_max=0.7&surface=azakaw&order=oldest",
            "model=facematch-mobile-v1",
            "model=none",
            "model=facematch-mobile-v1&client=client-7&decision=non_match",
            "calibration=facematch-mobile-v1/1",
            "calibration=none");

    private final ApiClient client;
    private final LocalDate until;

    /** @param until midnight after the last day of the year */
    Readings(ApiClient client, LocalDate until) {
        this.client = client;
        this.until = until;
    }

    List<Reading> reports() {
        var readings = new ArrayList<Reading>();
        for (var zone : List.of("UTC", "Asia/Kolkata")) {
            for (var days : List.of(MONTH, YEAR)) {
                for (var report : REPORTS) {
                    var query = report + "zone=" + zone + "&from=" + until.minusDays(days);
                    readings.add(new Reading(
                            query,
                            days == MONTH ? GOAL_OF_MONTH : GOAL_OF_YEAR,
                            () -> client.get("/v1/audit/reports/" + query)
                                    .path("rows")
                                    .size()));
                }
            }
        }
        return readings;
    }

    /**
     * The first pages of them.
     *
     * @param subject whose outcomes there are
     * @param photo of such an outcome
     */
    List<Reading> searches(String subject, byte[] photo) {
        var readings = new ArrayList<Reading>();
        for (var search : SEARCHES) {
            var query = search.replace("MONTH", until.minusDays(MONTH).toString());
            readings.add(new Reading(
                    "search " + query,
                    GOAL_OF_PAGE,
                    () -> client.get("/v1/outcomes?" + query).path("items").size()));
        }
        readings.add(new Reading(
                "search by subject",
                GOAL_OF_SUBJECT,
                () -> client.post("/v1/outcomes/search", Map.of("subject", subject))
                        .path("items")
                        .size()));
        readings.add(new Reading(
                "search by photo",
                GOAL_OF_PAGE,
                () -> client.search(photo).path("items").size()));
        return readings;
    }
}
