package io.facematch.api.audit.pack;

import io.facematch.api.audit.query.FoundOutcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An outcome as its leaf tells it: the way back from {@code OutcomeLeaf}. */
final class LeafOutcome {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode leaf;
    private final JsonNode comparison;
    private final JsonNode subject;

    private LeafOutcome(JsonNode leaf, JsonNode comparison, JsonNode subject) {
        this.leaf = leaf;
        this.comparison = comparison;
        this.subject = subject;
    }

    /**
     * The outcome of a row, without what the row does not open. Empty where the leaf is none of an outcome, or what the row
     * opens is not what its leaf has committed to.
     */
    static Optional<FoundOutcome> of(ProvenRow row) {
        try {
            var leaf = JSON.readTree(row.leaf());
            if (!opens(leaf, "comparison", row.comparison()) || !opens(leaf, "subject", row.subject())) {
                return Optional.empty();
            }
            var outcome = new LeafOutcome(leaf, value(row.comparison()), value(row.subject()));
            return Optional.of(outcome.found(row.index()))
                    .filter(found -> found.id().equals(row.id()));
        } catch (RuntimeException e) {
            // Whatever is missing, or has another type: it is no leaf that we have written.
            return Optional.empty();
        }
    }

    private static boolean opens(JsonNode leaf, String member, @Nullable Opening opening) {
        return opening == null || opening.commitment().equals(leaf.path(member).asString(""));
    }

    private static JsonNode value(@Nullable Opening opening) {
        return opening == null ? JSON.createObjectNode() : JSON.readTree(opening.value());
    }

    private FoundOutcome found(long index) {
        require("type", "outcome");
        require("version", "1");
        return new FoundOutcome(
                LocalDate.parse(leaf.required("accepted_on").asString()),
                UUID.fromString(leaf.required("job").asString()),
                leaf.required("pair_index").asInt(),
                Instant.parse(leaf.required("decided_at").asString()),
                leaf.required("tenant").asString(),
                leaf.required("client").asString(),
                leaf.required("surface").asString(),
                leaf.required("status").asString(),
                text("decision"),
                number(comparison, "similarity"),
                number(comparison, "cosine"),
                leaf.required("threshold").asDouble(),
                leaf.required("operating_point").asString(),
                text("embedder"),
                text("detector"),
                text("calibration"),
                leaf.has("calibrated_with_this_detector")
                        ? leaf.required("calibrated_with_this_detector").asBoolean()
                        : null,
                hex(leaf, "card_sha256"),
                hex(leaf, "calibration_sha256"),
                text("probe_reason"),
                text("reference_reason"),
                text("fault"),
                real("probe_quality"),
                real("reference_quality"),
                small("probe_faces"),
                small("reference_faces"),
                small("probe_rotation"),
                small("reference_rotation"),
                real("queue_ms"),
                real("decode_ms"),
                real("detect_ms"),
                real("embed_ms"),
                real("total_ms"),
                leaf.required("worker").asString(),
                text("probe_format"),
                whole("probe_bytes"),
                whole("probe_width"),
                whole("probe_height"),
                hex(subject, "probe_photo_digest"),
                text("reference_format"),
                whole("reference_bytes"),
                whole("reference_width"),
                whole("reference_height"),
                hex(subject, "reference_photo_digest"),
                hex(leaf, "trace_id"),
                small("http_status"),
                index,
                hex(subject, "subject_reference"),
                hex(subject, "sealed_reference"),
                null);
    }

    private void require(String member, String value) {
        if (!leaf.required(member).asString().equals(value)) {
            throw new IllegalArgumentException("not a leaf of an outcome");
        }
    }

    private @Nullable String text(String member) {
        return leaf.has(member) ? leaf.required(member).asString() : null;
    }

    private static @Nullable Double number(JsonNode of, String member) {
        return of.has(member) ? of.required(member).asDouble() : null;
    }

    private @Nullable Float real(String member) {
        return leaf.has(member) ? (float) leaf.required(member).asDouble() : null;
    }

    private @Nullable Integer whole(String member) {
        return leaf.has(member) ? leaf.required(member).asInt() : null;
    }

    private @Nullable Short small(String member) {
        return leaf.has(member) ? (short) leaf.required(member).asInt() : null;
    }

    private static byte @Nullable [] hex(JsonNode of, String member) {
        return of.has(member) ? HexFormat.of().parseHex(of.required(member).asString()) : null;
    }
}
