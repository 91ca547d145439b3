package io.facematch.api.audit.export;

import io.facematch.api.audit.query.FoundOutcome;
import io.facematch.api.results.workbook.StreamedWorkbook;
import io.facematch.api.results.workbook.StreamedWorkbook.Column;
import io.facematch.api.results.workbook.StreamedWorkbook.Look;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workbook with one table, which goes on in another sheet when one is full. */
final class WorkbookWriter implements RowWriter {
    /** Excel can show a few more. */
    static final int ROWS_OF_SHEET = 1_000_000;

    private final List<ExportColumn> columns;
    private final StreamedWorkbook workbook;
    private final @Nullable Object[] cells;

    /** @param zone of the times, which the header names */
    WorkbookWriter(List<ExportColumn> columns, ZoneId zone, int rowsOfSheet, OutputStream out) throws IOException {
        this.columns = columns;
        this.cells = new Object[columns.size()];
        this.workbook = new StreamedWorkbook(
                "Outcomes", columns.stream().map(column -> column(column, zone)).toList(), zone, rowsOfSheet, out);
    }

    private static Column column(ExportColumn column, ZoneId zone) {
        return new Column(
                column.look() == Look.TIME ? column.name() + " (" + zone.getId() + ")" : column.name(), column.look());
    }

    @Override
    public void add(FoundOutcome row) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            cells[i] = columns.get(i).value().apply(row);
        }
        workbook.add(cells);
    }

    @Override
    public void flush() {
        // A workbook can be read once it is finished, not before.
    }

    @Override
    public void finish() throws IOException {
        workbook.finish();
    }
}
