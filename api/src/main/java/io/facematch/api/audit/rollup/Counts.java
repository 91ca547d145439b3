package io.facematch.api.audit.rollup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** How many there are of each. For one thread. */
public final class Counts {
    /** Of a quality of 1. */
    public static final double QUALITY_UNIT = 1e6;

    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);

    public long get(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    public void add(Counter counter, long count) {
        counts.merge(counter, count, Math::addExact);
    }

    public void add(Counts other) {
        for (var counter : Counter.values()) {
            add(counter, other.get(counter));
        }
    }

    /** The columns of the row that the result stands at. */
    void add(ResultSet row) throws SQLException {
        for (var counter : Counter.values()) {
            add(counter, row.getLong(counter.code()));
        }
    }

    /** With and without decision. */
    public long outcomes() {
        return compared() + notCompared();
    }

    public long compared() {
        return get(Counter.MATCH) + get(Counter.NON_MATCH);
    }

    public long notCompared() {
        return Counter.NOT_COMPARED.stream().mapToLong(this::get).sum();
    }

    /** Photos with a face, of both sides. */
    public long faces() {
        return get(Counter.PROBE_FACES) + get(Counter.REFERENCE_FACES);
    }

    /** Those of them that had to be turned. */
    public long turned() {
        return get(Counter.PROBE_TURNED) + get(Counter.REFERENCE_TURNED);
    }
}
