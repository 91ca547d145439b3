package io.facematch.api.results;

import java.util.Set;
import java.util.TreeSet;

/** What only the rows know, gathered while they pass. */
final class Tally {

    private final Set<String> embedders = new TreeSet<>();
    private int compared;
    private double sumMs;
    private double longestMs;

    void add(ResultsRow row) {
        if (row.embedder() != null) {
            embedders.add(row.embedder());
        }
        if (row.isCompared()) {
            compared++;
            sumMs += row.responseTimeMs();
            longestMs = Math.max(longestMs, row.responseTimeMs());
        }
    }

    Set<String> embedders() {
        return embedders;
    }

    int compared() {
        return compared;
    }

    double meanMs() {
        return compared == 0 ? 0 : sumMs / compared;
    }

    double longestMs() {
        return longestMs;
    }
}
