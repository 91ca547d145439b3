package io.facematch.api.audit.export;

import io.facematch.api.audit.query.FoundOutcome;
import io.facematch.api.csv.CsvLines;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Comma-separated values. */
final class CsvWriter implements RowWriter {
    private final List<ExportColumn> columns;
    private final CsvLines lines;

    CsvWriter(List<ExportColumn> columns, boolean withByteOrderMark, OutputStream out) throws IOException {
        this.columns = columns;
        this.lines = new CsvLines(columns.stream().map(ExportColumn::name).toList(), withByteOrderMark, out);
    }

    @Override
    public void add(FoundOutcome row) throws IOException {
        for (var column : columns) {
            lines.add(column.value().apply(row));
        }
        lines.end();
    }

    @Override
    public void flush() throws IOException {
        lines.flush();
    }

    @Override
    public void finish() throws IOException {
        lines.flush();
    }
}
