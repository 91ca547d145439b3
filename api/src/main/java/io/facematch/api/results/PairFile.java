package io.facematch.api.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.facematch.api.kwikid.Facematch;
import io.facematch.api.outcome.NoDecision;
import io.facematch.api.outcome.OtherFaceRefused;
import io.facematch.api.outcome.PublishedSimilarity;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.outcome.StoredOutcome.Names;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.verification.Decision;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The file {@code results/<stem>.json}, member for member as the vendor's playground writes it; one member of ours comes
 * last, where it has something to say.
 *
 * @param httpStatus what a single comparison would have answered
 * @param responseTimeMs from publishing the pair to its outcome; 0 when it was never compared
 * @param body what a single comparison would have answered; there when the pair was compared
 * @param error why it was not
 * @param otherFaceRefused absent when no photo has such a face
 */
@JsonPropertyOrder({
    "pair_id",
    "image1_path",
    "image2_path",
    "success",
    "http_status",
    "response_time_ms",
    "body",
    "error",
    "other_face_refused"
})
record PairFile(
        String pairId,
        String image1Path,
        String image2Path,
        boolean success,
        int httpStatus,
        BigDecimal responseTimeMs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Facematch body,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Explanation error,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OtherFaceRefused otherFaceRefused) {
    private static final int OK = 200;
    private static final int NANOS_AS_DECIMALS_OF_A_MILLISECOND = 6;

    private static final ObjectWriter JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule()
                    .addSerializer(Double.TYPE, new PlainNumber<>(Double.class))
                    .addSerializer(BigDecimal.class, new PlainNumber<>(BigDecimal.class)))
            .build()
            .writer()
            .with(new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .without(StreamWriteFeature.AUTO_CLOSE_TARGET);

    /** @param side {@code image1}, {@code image2}, {@code both}, or null when no image is at fault */
    @JsonPropertyOrder({"code", "side", "message"})
    record Explanation(String code, @Nullable String side, String message) {}

    static PairFile of(StoredOutcome pair, Names names, Optional<NoDecision> noDecision) {
        var milliseconds =
                milliseconds(pair.outcome().map(Outcome::responseTime).orElse(Duration.ZERO));
        return new PairFile(
                names.stem(),
                names.image1Path(),
                names.image2Path(),
                noDecision.isEmpty(),
                noDecision.map(NoDecision::httpStatus).orElse(OK),
                milliseconds,
                pair.outcome().map(PairFile::body).orElse(null),
                noDecision
                        .map(none -> new Explanation(none.code(), none.side(), none.message()))
                        .orElse(null),
                pair.outcome().flatMap(OtherFaceRefused::of).orElse(null));
    }

    private static @Nullable Facematch body(Outcome outcome) {
        return outcome.result() instanceof Compared compared
                ? Facematch.of(
                        PublishedSimilarity.of(compared, outcome.threshold()).doubleValue(),
                        compared.decision() == Decision.MATCH)
                : null;
    }

    private static BigDecimal milliseconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), NANOS_AS_DECIMALS_OF_A_MILLISECOND)
                .setScale(3, RoundingMode.HALF_UP);
    }

    /** Leaves the stream open. */
    void write(OutputStream out) throws IOException {
        JSON.writeValue(out, this);
        out.write('\n');
    }

    @Override
    public String toString() {
        return "PairFile[" + httpStatus + "]";
    }

    /** Without exponent and without zeros at the end: 1 and not 1.0. */
    private static final class PlainNumber<T extends Number> extends StdSerializer<T> {
        PlainNumber(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeNumber(
                    new BigDecimal(value.toString()).stripTrailingZeros().toPlainString());
        }
    }
}
