package io.facematch.api.audit.report;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that has the beginning of a bucket before its other columns, where buckets are asked for. */
public final class Series {
    private static final int MOST_ROWS = 100_000;

    private Series() {}

    public static List<Column> columns(ReportQuery query, List<Column> others) {
        if (query.bucket() == null) {
            return others;
        }
        var columns = new ArrayList<Column>();
        columns.add(Column.time("start", "Begin"));
        columns.addAll(others);
        return columns;
    }

    /** @param start null where no buckets are asked for */
    public static @Nullable Object[] row(@Nullable Instant start, List<? extends @Nullable Object> others) {
        var row = new ArrayList<@Nullable Object>(others);
        if (start != null) {
            row.addFirst(start);
        }
        return row.toArray();
    }

    /**
     * A table is kept whole in memory until it is written.
     *
     * @param rows at most
     * @param what they are of, beside buckets
     * @param instead what may be asked for, beside a longer bucket and a shorter period
     * @throws Problem for too many
     */
    public static void checkRows(long rows, String what, String instead) {
        if (rows > MOST_ROWS) {
            throw new Problem(
                    ProblemCode.TOO_MANY_ROWS,
                    "There may be more than " + MOST_ROWS + " rows of " + what
                            + " and buckets. Ask for a longer bucket, for a shorter period (from, to), or " + instead
                            + ".");
        }
    }
}
