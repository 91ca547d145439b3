package io.facematch.api.audit.pack;

import io.facematch.api.audit.OutcomeId;
import io.facematch.transparency.json.CanonicalJson;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of {@code proofs.jsonl}: where a row of the pack stands in the log, and what shows it.
 *
 * @param number of the row in the pack, from 0
 * @param index of the leaf in the log
 * @param hashes siblings from the leaf upwards
 * @param leaf the text that is hashed in the log
 * @param comparison what the commitment of this name in the leaf stands for; null where that was erased
 * @param subject the same; null, too, where the pack has plain columns only
 */
record ProvenRow(
        long number,
        OutcomeId id,
        long index,
        List<Hash> hashes,
        String leaf,
        @Nullable Opening comparison,
        @Nullable Opening subject) {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(3).build())
                    .build())
            .build();

    ProvenRow {
        hashes = List.copyOf(hashes);
    }

    /** The hash that the log has at its index. */
    Hash hash() {
        return new TreeHasher().leaf(leaf.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the newline. */
    byte[] line() {
        var line = new CanonicalJson()
                .put("row", number)
                .put("id", id.toString())
                .put("index", index)
                .put("hashes", hashes.stream().map(Hash::base64).toList())
                .put("leaf", leaf);
        if (comparison != null) {
            line.put("comparison", comparison.json());
        }
        if (subject != null) {
            line.put("subject", subject.json());
        }
        return line.bytes();
    }

    /** Empty for every line that {@link #line} would not have written, letter for letter. */
    static Optional<ProvenRow> parse(byte[] line) {
        try {
            var json = JSON.readTree(line);
            var hashes = new ArrayList<Hash>();
            for (var hash : json.path("hashes")) {
                hashes.add(hash(hash));
            }
            var row = new ProvenRow(
                    json.path("row").asLong(-1),
                    OutcomeId.of(json.path("id").asString("")).orElseThrow(),
                    json.path("index").asLong(-1),
                    hashes,
                    json.path("leaf").asString(""),
                    opening(json.path("comparison")),
                    opening(json.path("subject")));
            var isWhole = row.number() >= 0 && row.index() >= 0;
            return isWhole && Arrays.equals(row.line(), line) ? Optional.of(row) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private static Hash hash(JsonNode text) {
        return Hash.fromBase64(text.asString("")).orElseThrow();
    }

    private static @Nullable Opening opening(JsonNode json) {
        return json.isMissingNode()
                ? null
                : new Opening(hash(json.path("salt")), json.path("value").asString(""));
    }

    @Override
    public String toString() {
        return "ProvenRow[" + number + "]";
    }
}
