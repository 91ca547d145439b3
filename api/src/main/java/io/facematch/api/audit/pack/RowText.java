package io.facematch.api.audit.pack;

import io.facematch.api.audit.export.ExportForm;
import io.facematch.api.audit.export.ExportFormat;
import io.facematch.api.audit.export.RowWriter;
import io.facematch.api.audit.query.FoundOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An outcome as it stands in the tables of a pack, in bytes. For one thread. */
final class RowText {
    private final ByteArrayOutputStream csvBytes = new ByteArrayOutputStream(2048);
    private final ByteArrayOutputStream jsonBytes = new ByteArrayOutputStream(2048);
    private final RowWriter csv;
    private final RowWriter json;
    private final byte[] header;
    private final List<String> columns;

    RowText(boolean withAllColumns) {
        try {
            csv = writer(ExportFormat.CSV, withAllColumns, csvBytes);
            json = writer(ExportFormat.JSONL, withAllColumns, jsonBytes);
            csv.flush();
            header = withoutEnd(csvBytes, 2);
            columns = List.of(new String(header, StandardCharsets.UTF_8).split(",", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RowWriter writer(ExportFormat format, boolean withAll, ByteArrayOutputStream out)
            throws IOException {
        return new ExportForm(format, withAll, false, ZoneOffset.UTC).writer(out);
    }

    /** The first line of the CSV. */
    byte[] header() {
        return header.clone();
    }

    /** A row in both files, each without the end of the line. */
    @SuppressWarnings("ArrayRecordComponent") // compared byte by byte
    record Lines(byte[] csv, byte[] json) {
        @Override
        public String toString() {
            return "Lines";
        }
    }

    Lines of(FoundOutcome row) {
        try {
            csvBytes.reset();
            jsonBytes.reset();
            csv.add(row);
            csv.flush();
            json.add(row);
            json.flush();
            var line = jsonBytes.toByteArray();
            // The line before ends when the next one begins.
            var begin = line.length > 0 && line[0] == '\n' ? 1 : 0;
            return new Lines(withoutEnd(csvBytes, 2), Arrays.copyOfRange(line, begin, line.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] withoutEnd(ByteArrayOutputStream bytes, int end) {
        return Arrays.copyOf(bytes.toByteArray(), bytes.size() - end);
    }

    /** Whether two lines of one outcome say the same, whatever it is: for outcomes whose leaf is gone. */
    boolean isSame(byte[] csvLine, JsonNode jsonLine) {
        var fields = fields(new String(csvLine, StandardCharsets.UTF_8));
        if (fields.size() != columns.size() || jsonLine.size() > columns.size()) {
            return false;
        }
        var seen = 0;
        for (int i = 0; i < fields.size(); i++) {
            var value = jsonLine.path(columns.get(i));
            seen += value.isMissingNode() ? 0 : 1;
            if (!isSame(fields.get(i), value)) {
                return false;
            }
        }
        return seen == jsonLine.size();
    }

    private static boolean isSame(String field, JsonNode value) {
        if (value.isMissingNode()) {
            return field.isEmpty();
        }
        if (!value.isNumber()) {
            return value.isValueNode() && (field.equals(value.asString()) || field.equals("'" + value.asString()));
        }
        try {
            return new BigDecimal(field).compareTo(new BigDecimal(value.asString())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            var letter = line.charAt(i);
            if (letter == '"' && isQuoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(letter);
                i++;
            } else if (letter == '"') {
                isQuoted = !isQuoted;
            } else if (letter == ',' && !isQuoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(letter);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    /** A missing node where it is no JSON. */
    static JsonNode json(byte[] line) {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            return JsonMapper.shared().missingNode();
        }
    }
}
