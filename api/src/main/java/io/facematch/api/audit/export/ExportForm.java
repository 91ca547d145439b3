package io.facematch.api.audit.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;

/**
 * How a file of outcomes is written.
 *
 * @param withAllColumns also those by which a subject can be recognized
 * @param zone of the times in a workbook
 */
public record ExportForm(ExportFormat format, boolean withAllColumns, boolean withByteOrderMark, ZoneId zone) {
    static final String PLAIN = "plain";
    static final String ALL = "all";

    /** The columns in a word, as a request names them. */
    public String columns() {
        return withAllColumns ? ALL : PLAIN;
    }

    /** @param out left open, and flushed at the end only */
    public RowWriter writer(OutputStream out) throws IOException {
        var columns = withAllColumns ? ExportColumn.all() : ExportColumn.plain();
        return switch (format) {
            case CSV -> new CsvWriter(columns, withByteOrderMark, out);
            case XLSX -> new WorkbookWriter(columns, zone, WorkbookWriter.ROWS_OF_SHEET, out);
            case JSONL -> new JsonLinesWriter(columns, out);
        };
    }
}
