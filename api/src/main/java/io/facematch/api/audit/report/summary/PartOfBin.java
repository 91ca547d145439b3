package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.summary.WhatIfReport.Decisions;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.histogram.Similarities;
import io.facematch.api.submission.SubmissionSettings;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts decisions of a bin of similarities whose similarity is below a threshold between its edges, one by one. */
@Component
class PartOfBin {
    private final JdbcClient jdbc;
    private final Rollups rollups;

    PartOfBin(JdbcClient jdbc, Rollups rollups) {
        this.jdbc = jdbc;
        this.rollups = rollups;
    }

    /** @param isExact not, where decisions of the bin are not there any more */
    record Part(Decisions below, boolean isExact) {}

    /**
     * For each span. Those that are not there any more are taken to be spread over the bin like the others; without any
     * other, evenly.
     *
     * @param threshold above the lower edge of its bin
     * @param ofBin all decisions of the bin, of each span
     * @param period of spans that follow each other
     */
    List<Part> below(double threshold, List<Decisions> ofBin, Rollups.Query period) {
        var spans = period.spans();
        if (spans.isEmpty()) {
            return List.of();
        }
        var found = found(threshold, period);
        return IntStream.range(0, spans.size())
                .mapToObj(span -> part(threshold, ofBin.get(span), found.getOrDefault(span, Found.NONE)))
                .toList();
    }

    /** Decisions that are there. */
    private record Found(Decisions all, Decisions below) {
        static final Found NONE = new Found(new Decisions(0, 0), new Decisions(0, 0));
    }

    /** By the place of their span. */
    private Map<Integer, Found> found(double threshold, Rollups.Query period) {
        var bin = Similarities.bin(threshold);
        var from = period.spans().getFirst().from();
        var to = period.spans().getLast().to();
        // Outcomes come after their job was accepted, and not long after; clocks differ.
        var firstDay = LocalDate.ofInstant(from, ZoneOffset.UTC).minusDays(SubmissionSettings.MOST_DAYS_OF_A_JOB + 1);
        return jdbc
                .sql("""
                        select width_bucket(decided_at, cast(:starts as timestamptz[])) - 1 as span,
                            count(*) filter (where decision = 'MATCH') as matches,
                            count(*) filter (where decision = 'NON_MATCH') as non_matches,
                            count(*) filter (where decision = 'MATCH' and similarity < :threshold) as matches_below,
                            count(*) filter (where decision = 'NON_MATCH' and similarity < :threshold) as non_matches_below
                        from audit_entry
                        where tenant = :tenant and similarity >= :low and similarity < :high
                            and decided_at >= :from and decided_at < :to
                            and accepted_on >= :firstDay and accepted_on <= :lastDay and leaf_index < :leaves
                            and (cast(:client as text) is null or client = :client)
                            and (cast(:surface as text) is null or surface = :surface)
                            and (cast(:model as text) is null or coalesce(embedder, '') = :model)
                        group by 1""")
                .param(
                        "starts",
                        period.spans().stream()
                                .map(span -> span.from().toString())
                                .toArray(String[]::new))
                .param("threshold", threshold)
                .param("tenant", period.tenant())
                .param("low", Similarities.edge(bin))
                .param("high", Similarities.edge(bin + 1))
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to))
                .param("firstDay", firstDay)
                .param("lastDay", LocalDate.ofInstant(to, ZoneOffset.UTC).plusDays(1))
                .param("leaves", rollups.progress(period.tenant()).leaves())
                .param("client", period.client())
                .param("surface", period.surface())
                .param("model", period.model())
                .query((row, n) -> Map.entry(
                        row.getInt("span"),
                        new Found(
                                new Decisions(row.getLong("matches"), row.getLong("non_matches")),
                                new Decisions(row.getLong("matches_below"), row.getLong("non_matches_below")))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Part part(double threshold, Decisions ofBin, Found found) {
        var all = found.all();
        var below = found.below();
        return new Part(
                new Decisions(
                        below(threshold, ofBin.matches(), all.matches(), below.matches()),
                        below(threshold, ofBin.nonMatches(), all.nonMatches(), below.nonMatches())),
                all.equals(ofBin));
    }

    private static long below(double threshold, long ofBin, long found, long below) {
        if (found == ofBin) {
            return below;
        }
        var low = Similarities.edge(Similarities.bin(threshold));
        var part = found == 0 ? (threshold - low) * Similarities.BINS : below / (double) found;
        return Math.round(part * ofBin);
    }
}
