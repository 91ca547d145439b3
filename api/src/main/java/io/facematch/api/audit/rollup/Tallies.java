package io.facematch.api.audit.rollup;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outcomes of a tenant, summed up as the table of rollups is: in each tier, by client and of all clients. For one thread. */
final class Tallies {
    /** Of each client in the shortest tier. The others are sums of these. */
    private final Map<Key, Tally> shortest = new HashMap<>();

    /**
     * The key of a row.
     *
     * @param client null for all clients together
     */
    record Key(@Nullable String client, Tier tier, Instant start, String surface, String model) {}

    void add(CountedOutcome outcome) {
        var start = Tier.QUARTER_HOUR.floor(outcome.decidedAt());
        shortest.computeIfAbsent(
                        new Key(outcome.client(), Tier.QUARTER_HOUR, start, outcome.surface(), outcome.model()),
                        key -> new Tally())
                .add(outcome);
    }

    /** Of all tiers. */
    Map<Key, Tally> rows() {
        var rows = new HashMap<Key, Tally>();
        shortest.forEach((key, tally) -> {
            for (var tier : Tier.values()) {
                var start = tier.floor(key.start());
                add(rows, new Key(key.client(), tier, start, key.surface(), key.model()), tally);
                add(rows, new Key(null, tier, start, key.surface(), key.model()), tally);
            }
        });
        return rows;
    }

    private static void add(Map<Key, Tally> rows, Key key, Tally tally) {
        rows.computeIfAbsent(key, missing -> new Tally()).add(tally);
    }
}
