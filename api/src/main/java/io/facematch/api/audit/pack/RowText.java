package io.facematch.api.audit.pack;

import io.facematch.api.audit.export.ExportForm;
import io.facematch.api.audit.export.ExportFormat;
import io.facematch.api.audit.export.RowWriter;
import io.facematch.api.audit.query.FoundOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.Arrays;
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

    RowText(boolean withAllColumns) {
        try {
            csv = writer(ExportFormat.CSV, withAllColumns, csvBytes);
            json = writer(ExportFormat.JSONL, withAllColumns, jsonBytes);
            csv.flush();
            header = withoutEnd(csvBytes, 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RowWriter writer(ExportFormat format, boolean withAll, ByteArrayOutputStream out)
            throws IOException {
        return new ExportForm(format, withAll, false, ZoneOffset.UTC).provenWriter(out);
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

    /** A missing node where it is no JSON. */
    static JsonNode json(byte[] line) {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            return JsonMapper.shared().missingNode();
        }
    }
}
