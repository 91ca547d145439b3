package io.facematch.api.results;

import io.facematch.api.outcome.OutwardSimilarity;
import io.facematch.verification.Decision;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** The file {@code results/<stem>.json}, member for member as the vendor's playground writes it. */
final class PairJson {

    /** What one comparison cost with the vendor; kept for scripts that add it up. */
    static final int CREDITS_PER_COMPARISON = 2;

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private static final DefaultPrettyPrinter LAYOUT = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));
    private static final ObjectWriteContext CONTEXT = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return LAYOUT.createInstance();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    private final ResultsJob job;

    PairJson(ResultsJob job) {
        this.job = job;
    }

    /** Leaves the stream open. */
    void write(ResultsRow row, @Nullable Failure failure, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(CONTEXT, out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringProperty("pair_id", row.stem());
            json.writeStringProperty("image1_path", row.image1Path());
            json.writeStringProperty("image2_path", row.image2Path());
            json.writeBooleanProperty("success", failure == null);
            json.writeNumberProperty("http_status", failure == null ? 200 : failure.httpStatus());
            writeDecimal(json, "response_time_ms", milliseconds(row));
            if (failure == null) {
                writeBody(json, row);
            } else {
                writeError(json, failure);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void writeBody(JsonGenerator json, ResultsRow row) {
        json.writeObjectPropertyStart("body");
        if (row.similarity() != null) {
            writeDecimal(
                    json,
                    "confidence_score",
                    OutwardSimilarity.of(row.similarity(), row.decision(), job.operatingPoint()));
        }
        json.writeStringProperty("facematch_result", row.decision() == Decision.MATCH ? "True" : "False");
        json.writeNumberProperty("credits_consumed", CREDITS_PER_COMPARISON);
        json.writeEndObject();
    }

    private static void writeError(JsonGenerator json, Failure failure) {
        json.writeObjectPropertyStart("error");
        json.writeStringProperty("code", failure.code());
        if (failure.side() == null) {
            json.writeNullProperty("side");
        } else {
            json.writeStringProperty("side", failure.side());
        }
        json.writeStringProperty("message", failure.message());
        json.writeEndObject();
    }

    static BigDecimal milliseconds(ResultsRow row) {
        return BigDecimal.valueOf(row.responseTimeMs()).setScale(3, RoundingMode.HALF_UP);
    }

    private static void writeDecimal(JsonGenerator json, String name, BigDecimal value) {
        json.writeName(name);
        json.writeNumber(value.stripTrailingZeros().toPlainString());
    }
}
