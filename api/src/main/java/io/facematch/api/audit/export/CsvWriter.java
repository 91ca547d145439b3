package io.facematch.api.audit.export;

import io.facematch.api.audit.query.FoundOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values after RFC 4180, in UTF-8. A text that a spreadsheet program would take for a formula gets an
 * apostrophe before it, by which these programs know text.
 */
final class CsvWriter implements RowWriter {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<ExportColumn> columns;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder(1024);

    CsvWriter(List<ExportColumn> columns, boolean withByteOrderMark, OutputStream out) throws IOException {
        this.columns = columns;
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        if (withByteOrderMark) {
            line.append(BYTE_ORDER_MARK);
        }
        for (int i = 0; i < columns.size(); i++) {
            separate(i);
            line.append(columns.get(i).name());
        }
        end();
    }

    @Override
    public void add(FoundOutcome row) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            separate(i);
            append(columns.get(i).value().apply(row));
        }
        end();
    }

    private void separate(int column) {
        if (column > 0) {
            line.append(',');
        }
    }

    private void append(@Nullable Object value) {
        if (value instanceof String text) {
            appendText(isFormula(text) ? "'" + text : text);
        } else if (value != null) {
            line.append(value);
        }
    }

    static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }

    private void appendText(String text) {
        if (text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
            line.append(text);
            return;
        }
        line.append('"').append(text.replace("\"", "\"\"")).append('"');
    }

    private void end() throws IOException {
        line.append("\r\n");
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
