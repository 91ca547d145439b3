package io.facematch.api.audit.rollup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A time of whole quarter hours, which is what outcomes are counted by. Every time zone of today is off UTC by such.
 *
 * @param to after the last moment
 */
public record Span(Instant from, Instant to) {
    public Span {
        if (!isBorder(from) || !isBorder(to) || from.isAfter(to)) {
            throw new IllegalArgumentException("not a time of whole quarter hours");
        }
    }

    /** Whether a quarter of an hour begins then. */
    public static boolean isBorder(Instant time) {
        return Tier.QUARTER_HOUR.floor(time).equals(time);
    }

    /** The shortest one that has all of this time. */
    public static Span around(Instant from, Instant to) {
        return new Span(Tier.QUARTER_HOUR.floor(from), Tier.QUARTER_HOUR.ceiling(to));
    }

    /** Rollups of one tier in a row, which together last as long. */
    record Run(Tier tier, Instant from, Instant to) {}

    /** The few that it consists of: long ones in the middle, shorter ones at the ends. */
    List<Run> runs() {
        var runs = new ArrayList<Run>();
        addRuns(from, to, Tier.DAY, runs);
        return runs;
    }

    private static void addRuns(Instant from, Instant to, Tier tier, List<Run> runs) {
        if (!from.isBefore(to)) {
            return;
        }
        var first = tier.ceiling(from);
        var past = tier.floor(to);
        if (!first.isBefore(past)) {
            addRuns(from, to, tier.finer(), runs);
            return;
        }
        if (from.isBefore(first)) {
            addRuns(from, first, tier.finer(), runs);
        }
        runs.add(new Run(tier, first, past));
        if (past.isBefore(to)) {
            addRuns(past, to, tier.finer(), runs);
        }
    }
}
