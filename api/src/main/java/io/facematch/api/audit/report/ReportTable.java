package io.facematch.api.audit.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells.
 *
 * @param rows as they are written: by the names of the columns, without what is not known
 * @param totals the same over all rows, for columns where that means something
 * @param notes what a reader must know who draws conclusions
 * @param nextCursor of the next page; null where there is none
 */
public record ReportTable(
        List<Column> columns,
        List<Map<String, Object>> rows,
        Map<String, Object> totals,
        List<String> notes,
        @Nullable String nextCursor) {
    public ReportTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    public static Builder of(Column... columns) {
        return new Builder(List.of(columns));
    }

    public static Builder of(List<Column> columns) {
        return new Builder(columns);
    }

    /** Makes a table row by row. For one thread. */
    public static final class Builder {
        private final List<Column> columns;
        private final List<Map<String, Object>> rows = new ArrayList<>();
        private final Map<String, Object> totals = new LinkedHashMap<>();
        private final List<String> notes = new ArrayList<>();
        private @Nullable String nextCursor;

        private Builder(List<Column> columns) {
            this.columns = List.copyOf(columns);
        }

        /** One more row: a value for each column, in their order; null for what is not known. */
        public Builder add(@Nullable Object... values) {
            if (values.length != columns.size()) {
                throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
            }
            var row = new LinkedHashMap<String, Object>();
            for (int i = 0; i < values.length; i++) {
                put(row, columns.get(i), values[i]);
            }
            rows.add(row);
            return this;
        }

        /** @param column by its name */
        public Builder total(String column, @Nullable Object value) {
            put(
                    totals,
                    columns.stream()
                            .filter(known -> known.name().equals(column))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("no column is called " + column)),
                    value);
            return this;
        }

        private static void put(Map<String, Object> row, Column column, @Nullable Object value) {
            var written = column.written(value);
            if (written != null) {
                row.put(column.name(), written);
            }
        }

        public Builder note(String... notes) {
            this.notes.addAll(Arrays.asList(notes));
            return this;
        }

        public Builder next(@Nullable String cursor) {
            nextCursor = cursor;
            return this;
        }

        public ReportTable build() {
            return new ReportTable(columns, rows, totals, notes, nextCursor);
        }
    }
}
