package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.summary.WhatIfReport.Decisions;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.histogram.Similarities;
import io.facematch.api.submission.SubmissionSettings;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
     * Those that are not there any more are taken to be spread over the bin like the others; without any other, evenly.
     *
     * @param threshold above the lower edge of its bin
     * @param ofBin all decisions of the bin
     * @param period one span
     */
    Part below(double threshold, Decisions ofBin, Rollups.Query period) {
        var bin = Similarities.bin(threshold);
        var span = period.spans().getFirst();
        // Outcomes come after their job was accepted, and not long after; clocks differ.
        var firstDay =
                LocalDate.ofInstant(span.from(), ZoneOffset.UTC).minusDays(SubmissionSettings.MOST_DAYS_OF_A_JOB + 1);
        return jdbc.sql("""
                        select count(*) filter (where decision = 'MATCH') as matches,
                            count(*) filter (where decision = 'NON_MATCH') as non_matches,
                            count(*) filter (where decision = 'MATCH' and similarity < :threshold) as matches_below,
                            count(*) filter (where decision = 'NON_MATCH' and similarity < :threshold) as non_matches_below
                        from audit_entry
                        where tenant = :tenant and similarity >= :low and similarity < :high
                            and decided_at >= :from and decided_at < :to
                            and accepted_on >= :firstDay and accepted_on <= :lastDay and leaf_index < :leaves
                            and (cast(:client as text) is null or client = :client)
                            and (cast(:surface as text) is null or surface = :surface)
                            and (cast(:model as text) is null or coalesce(embedder, '') = :model)""")
                .param("threshold", threshold)
                .param("tenant", period.tenant())
                .param("low", Similarities.edge(bin))
                .param("high", Similarities.edge(bin + 1))
                .param("from", Timestamp.from(span.from()))
                .param("to", Timestamp.from(span.to()))
                .param("firstDay", firstDay)
                .param("lastDay", LocalDate.ofInstant(span.to(), ZoneOffset.UTC).plusDays(1))
                .param("leaves", rollups.progress(period.tenant()).leaves())
                .param("client", period.client())
                .param("surface", period.surface())
                .param("model", period.model())
                .query((row, n) -> part(
                        threshold,
                        ofBin,
                        new Decisions(row.getLong("matches"), row.getLong("non_matches")),
                        new Decisions(row.getLong("matches_below"), row.getLong("non_matches_below"))))
                .single();
    }

    private static Part part(double threshold, Decisions ofBin, Decisions found, Decisions below) {
        return new Part(
                new Decisions(
                        below(threshold, ofBin.matches(), found.matches(), below.matches()),
                        below(threshold, ofBin.nonMatches(), found.nonMatches(), below.nonMatches())),
                found.equals(ofBin));
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
