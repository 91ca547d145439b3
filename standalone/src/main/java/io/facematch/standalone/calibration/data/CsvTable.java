package io.facematch.standalone.calibration.data;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a CSV file as spreadsheets write it: with commas or, where the header has none, with semicolons; with
 * quotes or without; in UTF-8 with a byte order mark or without.
 *
 * @param file its name, for messages
 * @param header the names of the columns
 * @param rows the lines below that are not blank
 */
public record CsvTable(String file, List<String> header, List<Row> rows) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * @param line in the file, counted from 1
     * @param values one for each name of the header, or more; empty where the line ends before
     */
    public record Row(int line, List<String> values) {
        @Override
        public String toString() {
            return "Row[" + line + "]";
        }
    }

    public CsvTable {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** @throws UnusableData if it is no text, or a quote is left open */
    static CsvTable parse(String file, byte[] csv) throws IOException {
        return parse(file, csv, false);
    }

    /**
     * The same for tables whose values are all alike: a line that has more of them than the header is refused, since nobody can
     * know which of them is meant.
     */
    public static CsvTable parseStrictly(String file, byte[] csv) throws IOException {
        return parse(file, csv, true);
    }

    private static CsvTable parse(String file, byte[] csv, boolean strictly) throws IOException {
        var lines = lines(file, csv);
        var first = lines.isEmpty() ? "" : lines.getFirst().replace(BYTE_ORDER_MARK, "");
        var separator = first.contains(";") && !first.contains(",") ? ';' : ',';
        var header = parts(file, first, 1, separator).stream()
                .map(CsvTable::unquoted)
                .toList();
        var rows = new ArrayList<Row>();
        for (var at = 1; at < lines.size(); at++) {
            if (!lines.get(at).isBlank()) {
                var parts = parts(file, lines.get(at), at + 1, separator);
                if (strictly) {
                    requireNoMore(file, parts, at + 1, header.size());
                }
                rows.add(row(parts, at + 1, header.size(), separator));
            }
        }
        return new CsvTable(file, named(header), rows);
    }

    private static void requireNoMore(String file, List<String> parts, int line, int columns) {
        if (parts.size() > columns) {
            throw new UnusableData(file + ", line " + line + ": there are " + parts.size() + " values for " + columns
                    + " columns: put a value that has a comma between double quotes");
        }
    }

    /** Spreadsheets write empty columns on the right, where somebody has deleted something. */
    private static List<String> named(List<String> header) {
        var count = header.size();
        while (count > 1 && header.get(count - 1).isEmpty()) {
            count--;
        }
        return header.subList(0, count);
    }

    private static List<String> lines(String file, byte[] csv) throws IOException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        try (var reader = new BufferedReader(new InputStreamReader(new ByteArrayInputStream(csv), decoder))) {
            return reader.lines().toList();
        } catch (UncheckedIOException | CharacterCodingException notText) {
            throw new UnusableData(file + " is not UTF-8 text: save it as \"CSV UTF-8\"");
        }
    }

    /** What is too much belongs to the first value: a name may contain commas, and people write them without quotes. */
    private static Row row(List<String> parts, int line, int columns, char separator) {
        var surplus = Math.max(0, parts.size() - columns);
        var values = new ArrayList<String>();
        values.add(unquoted(String.join(String.valueOf(separator), parts.subList(0, surplus + 1))));
        parts.stream().skip(surplus + 1L).map(CsvTable::unquoted).forEach(values::add);
        while (values.size() < columns) {
            values.add("");
        }
        return new Row(line, values);
    }

    /** Cuts at the separators outside quotes. */
    private static List<String> parts(String file, String line, int number, char separator) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < line.length(); at++) {
            var c = line.charAt(at);
            if (c == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            // A quote inside a name, as in O"Brien, opens nothing.
            if (c == '"' && (quoted || part.toString().isBlank())) {
                quoted = !quoted;
            }
            part.append(c);
        }
        if (quoted) {
            throw new UnusableData(file + ", line " + number + ": a quote is opened and not closed in the same line");
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unquoted(String value) {
        var stripped = value.strip();
        var quoted = stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quoted
                ? stripped.substring(1, stripped.length() - 1)
                        .replace("\"\"", "\"")
                        .strip()
                : stripped;
    }

    public UnusableData problem(int line, String what) {
        return new UnusableData(file + ", line " + line + ": " + what);
    }

    @Override
    public String toString() {
        return "CsvTable[" + rows.size() + " rows]";
    }
}
