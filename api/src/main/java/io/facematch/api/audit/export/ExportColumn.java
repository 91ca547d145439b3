package io.facematch.api.audit.export;

import io.facematch.api.audit.query.FoundOutcome;
import io.facematch.api.outcome.Reasons;
import io.facematch.api.results.workbook.StreamedWorkbook.Look;
import io.facematch.tenant.OpenedReference;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of an export, the same in every format.
 *
 * @param name in the header, and of the member in JSON
 * @param value text, a number, a truth value, an instant, or null
 */
record ExportColumn(String name, Look look, Function<FoundOutcome, @Nullable Object> value) {
    /**
     * Of an evidence pack, which is verified by writing its rows anew: with one more of these, or another value, no pack that
     * was made before would be intact.
     */
    private static final List<ExportColumn> PROVEN = List.of(
            text("id", found -> found.id().toString()),
            text("job", found -> found.jobId().toString()),
            whole("pair_index", FoundOutcome::pairIndex),
            new ExportColumn("decided_at", Look.TIME, FoundOutcome::decidedAt),
            text("tenant", FoundOutcome::tenant),
            text("client", FoundOutcome::client),
            text("surface", FoundOutcome::surface),
            text("status", FoundOutcome::status),
            text("decision", FoundOutcome::decisionCode),
            share("similarity", FoundOutcome::publishedSimilarity),
            share("cosine", found -> rounded(found.cosine())),
            share("threshold", FoundOutcome::threshold),
            text("operating_point", FoundOutcome::pointCode),
            text("model", FoundOutcome::embedder),
            text("card_sha256", found -> hex(found.cardSha256())),
            text("detector", FoundOutcome::detector),
            text("calibration", FoundOutcome::calibration),
            text("calibration_sha256", found -> hex(found.calibrationSha256())),
            new ExportColumn("calibrated_with_this_detector", Look.TRUTH, FoundOutcome::calibratedWithThisDetector),
            text("image1_reason", found -> reason(found, "image1")),
            text("image2_reason", found -> reason(found, "image2")),
            text("pair_reason", found -> reason(found, "pair")),
            share("image1_quality", found -> rounded(found.probeQuality())),
            share("image2_quality", found -> rounded(found.referenceQuality())),
            whole("image1_faces", FoundOutcome::probeFaces),
            whole("image2_faces", FoundOutcome::referenceFaces),
            whole("image1_rotation", FoundOutcome::probeRotation),
            whole("image2_rotation", FoundOutcome::referenceRotation),
            millis("queue_ms", FoundOutcome::queueMs),
            millis("decode_ms", FoundOutcome::decodeMs),
            millis("detect_ms", FoundOutcome::detectMs),
            millis("embed_ms", FoundOutcome::embedMs),
            millis("total_ms", FoundOutcome::totalMs),
            text("worker", FoundOutcome::worker),
            whole("leaf_index", FoundOutcome::leafIndex));

    /** By what a subject can be recognized. */
    private static final ExportColumn SUBJECT = text("subject_reference", found -> hex(found.subjectReference()));

    /** What the files were, and the request; after all that were there before, for programs that count columns. */
    private static final List<ExportColumn> SENT = List.of(
            text("image1_format", FoundOutcome::probeFormat),
            whole("image1_bytes", FoundOutcome::probeBytes),
            whole("image1_width", FoundOutcome::probeWidth),
            whole("image1_height", FoundOutcome::probeHeight),
            text("image2_format", FoundOutcome::referenceFormat),
            whole("image2_bytes", FoundOutcome::referenceBytes),
            whole("image2_width", FoundOutcome::referenceWidth),
            whole("image2_height", FoundOutcome::referenceHeight),
            text("trace_id", found -> hex(found.traceId())),
            whole("http_status", FoundOutcome::httpStatus));

    static List<ExportColumn> plain() {
        return Stream.concat(PROVEN.stream(), SENT.stream()).toList();
    }

    /**
     * Those of an evidence pack.
     *
     * @param withSubjects also by what a subject can be recognized
     */
    static List<ExportColumn> proven(boolean withSubjects) {
        return withSubjects ? Stream.concat(PROVEN.stream(), Stream.of(SUBJECT)).toList() : PROVEN;
    }

    /** @param said what the client said about the submission of an outcome */
    static List<ExportColumn> all(Function<FoundOutcome, OpenedReference> said) {
        return Stream.concat(
                        plain().stream(),
                        Stream.of(
                                SUBJECT,
                                text(
                                        "consent_ref",
                                        found -> said.apply(found).said().consentRef()),
                                text(
                                        "reference",
                                        found -> said.apply(found).said().reference()),
                                text("reference_not_opened", found -> why(said.apply(found))),
                                text("image1_photo_digest", found -> hex(found.probePhotoDigest())),
                                text("image2_photo_digest", found -> hex(found.referencePhotoDigest()))))
                .toList();
    }

    private static @Nullable String why(OpenedReference opened) {
        var why = opened.why();
        return why == null ? null : why.code();
    }

    private static ExportColumn text(String name, Function<FoundOutcome, @Nullable Object> value) {
        return new ExportColumn(name, Look.TEXT, value);
    }

    private static ExportColumn whole(String name, Function<FoundOutcome, @Nullable Object> value) {
        return new ExportColumn(name, Look.WHOLE, value);
    }

    private static ExportColumn share(String name, Function<FoundOutcome, @Nullable Object> value) {
        return new ExportColumn(name, Look.SHARE, value);
    }

    private static ExportColumn millis(String name, Function<FoundOutcome, @Nullable Float> value) {
        return new ExportColumn(name, Look.MILLISECONDS, found -> tenths(value.apply(found)));
    }

    private static @Nullable String reason(FoundOutcome found, String side) {
        if (found.decision() != null) {
            return null;
        }
        return found.reasons().entries().stream()
                .filter(entry -> entry.side().equals(side))
                .map(Reasons.Entry::code)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String hex(byte @Nullable [] digest) {
        return digest == null ? null : HexFormat.of().formatHex(digest);
    }

    /** To four decimals, as everywhere else. */
    private static @Nullable Double rounded(@Nullable Number number) {
        return number == null ? null : Math.round(number.doubleValue() * 1e4) / 1e4;
    }

    private static @Nullable Double tenths(@Nullable Float number) {
        return number == null ? null : Math.round(number * 10.0) / 10.0;
    }
}
