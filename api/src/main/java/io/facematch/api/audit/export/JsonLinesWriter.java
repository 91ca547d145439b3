package io.facematch.api.audit.export;

import io.facematch.api.audit.query.FoundOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object on each line. What an outcome does not have is left out. */
final class JsonLinesWriter implements RowWriter {
    private static final ObjectWriter JSON = JsonMapper.builder(
                    JsonFactory.builder().rootValueSeparator("\n").build())
            .build()
            .writer()
            .without(StreamWriteFeature.AUTO_CLOSE_TARGET);

    private final List<ExportColumn> columns;
    private final JsonGenerator json;
    private boolean isEmpty = true;

    JsonLinesWriter(List<ExportColumn> columns, OutputStream out) {
        this.columns = columns;
        this.json = JSON.createGenerator(out);
    }

    @Override
    public void add(FoundOutcome row) throws IOException {
        try {
            write(row);
        } catch (JacksonIOException e) {
            throw e.getCause(); // the client has gone, which is no defect
        }
    }

    private void write(FoundOutcome row) {
        json.writeStartObject();
        for (var column : columns) {
            var value = column.value().apply(row);
            if (value != null) {
                json.writeName(column.name());
                write(value);
            }
        }
        json.writeEndObject();
        isEmpty = false;
    }

    private void write(Object value) {
        switch (value) {
            case Boolean truth -> json.writeBoolean(truth);
            case BigDecimal number -> json.writeNumber(number.doubleValue());
            case Double number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            default -> json.writeString(value.toString());
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            json.flush();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void finish() throws IOException {
        try {
            if (!isEmpty) {
                json.writeRaw('\n');
            }
            json.flush();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }
}
