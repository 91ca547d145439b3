package io.facematch.standalone.calibration.document;

import java.util.List;

/**
 * A part of the report, the same on the page and in the workbook.
 *
 * @param text what the reader should know about it, in a sentence or two
 * @param columns titles; empty for a list of facts
 */
record Table(String title, String text, List<String> columns, List<List<Cell>> rows) {
    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    @Override
    public String toString() {
        return "Table[" + title + ", " + rows.size() + " rows]";
    }
}
