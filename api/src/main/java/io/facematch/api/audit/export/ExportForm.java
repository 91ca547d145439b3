package io.facematch.api.audit.export;

import io.facematch.api.audit.query.FoundOutcome;
import io.facematch.tenant.OpenedReference;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/**
 * How a file of outcomes is written.
 *
 * @param withAllColumns also those by which a subject can be recognized, or that clients wrote
 * @param zone of the times in a workbook
 */
public record ExportForm(ExportFormat format, boolean withAllColumns, boolean withByteOrderMark, ZoneId zone) {
    static final String PLAIN = "plain";
    static final String ALL = "all";

    /** The columns in a word, as a request names them. */
    public String columns() {
        return withAllColumns ? ALL : PLAIN;
    }

    /**
     * Of an export.
     *
     * @param said what the client said about the submission of an outcome
     * @param out left open, and flushed at the end only
     */
    public RowWriter writer(Function<FoundOutcome, OpenedReference> said, OutputStream out) throws IOException {
        return writer(withAllColumns ? ExportColumn.all(said) : ExportColumn.plain(), out);
    }

    /**
     * Of an evidence pack: with the columns that packs always had, for its tables are compared letter by letter with what
     * these columns say of the leaves.
     *
     * @param out left open, and flushed at the end only
     */
    public RowWriter provenWriter(OutputStream out) throws IOException {
        return writer(ExportColumn.proven(withAllColumns), out);
    }

    private RowWriter writer(List<ExportColumn> columns, OutputStream out) throws IOException {
        return switch (format) {
            case CSV -> new CsvWriter(columns, withByteOrderMark, out);
            case XLSX -> new WorkbookWriter(columns, zone, WorkbookWriter.ROWS_OF_SHEET, out);
            case JSONL -> new JsonLinesWriter(columns, out);
        };
    }
}
