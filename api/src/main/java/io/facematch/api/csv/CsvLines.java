package io.facematch.api.csv;

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
public final class CsvLines {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final OutputStream out;
    private final StringBuilder line = new StringBuilder(1024);
    private boolean isBegun;

    /** @param withByteOrderMark by which some spreadsheet programs know UTF-8 */
    public CsvLines(List<String> header, boolean withByteOrderMark, OutputStream out) throws IOException {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        if (withByteOrderMark) {
            line.append(BYTE_ORDER_MARK);
        }
        for (var name : header) {
            add(name);
        }
        end();
    }

    /** One more value of the line: a text, or what is written as it is in Java; nothing for null. */
    public void add(@Nullable Object value) {
        if (isBegun) {
            line.append(',');
        }
        isBegun = true;
        if (value instanceof String text) {
            appendText(isFormula(text) ? "'" + text : text);
        } else if (value != null) {
            line.append(value);
        }
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }

    private void appendText(String text) {
        if (text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
            line.append(text);
            return;
        }
        line.append('"').append(text.replace("\"", "\"\"")).append('"');
    }

    /** Ends the line. */
    public void end() throws IOException {
        line.append("\r\n");
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        line.setLength(0);
        isBegun = false;
    }

    public void flush() throws IOException {
        out.flush();
    }
}
