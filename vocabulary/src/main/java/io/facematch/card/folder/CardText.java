package io.facematch.card.folder;

import io.facematch.card.Calibration;
import io.facematch.card.CardJson;
import io.facematch.card.ModelCard;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes cards, contracts and calibrations of texts that people wrote. All methods throw {@link InvalidCard}. */
final class CardText {
    private static final int DEEPEST = 10;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    /** Which tells nothing, as the parser must not quote the text. */
    private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at \\[.*?]\\)");

    /** What a card need not say. */
    private static final String UNSAID = """
            {"task": "EMBEDDER", "tier": "PRODUCTION", "summary": "", "sources": [],
            "publisher": "not stated", "licence": "not stated", "restrictions": "not stated",
            "researchOnly": false, "trainingData": "not stated", "preference": 0, "calibrations": []}""";

    private CardText() {}

    /**
     * The content of {@code <id>.calibrations.json}.
     *
     * @param sha256 of the file that was measured
     */
    record CalibrationsFile(String model, String sha256, List<Calibration> calibrations) {
        CalibrationsFile {
            calibrations = List.copyOf(calibrations);
        }
    }

    static ModelCard card(byte[] text) {
        var whole = (ObjectNode) JSON.readTree(UNSAID);
        whole.setAll(object(text));
        if (!"EMBEDDER".equals(whole.path("task").asString("")) || whole.hasNonNull("detector")) {
            throw new InvalidCard("task must be EMBEDDER: only embedders can be added");
        }
        if (!whole.hasNonNull("embedder")) {
            throw new InvalidCard("embedder is missing: it says what the network takes and gives");
        }
        var card = record(whole, ModelCard.class);
        CardRules.require(card);
        return card;
    }

    static CalibrationsFile calibrations(byte[] text) {
        var file = record(object(text), CalibrationsFile.class);
        CardRules.requireId(file.model());
        CardRules.requireSha256(file.sha256(), "sha256");
        CardRules.require(file.model(), file.calibrations());
        return file;
    }

    static InputContract contract(byte[] text) {
        return record(object(text), InputContract.class);
    }

    /** A card as text, without the members that say nothing. */
    static byte[] withoutTheUnsaid(ModelCard card) {
        var tree = (ObjectNode) JSON.valueToTree(card);
        tree.properties().removeIf(member -> member.getValue().isNull());
        tree.remove(List.of("preference", "sources"));
        return CardJson.bytes(tree);
    }

    private static ObjectNode object(byte[] text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? object : notAnObject();
        } catch (JacksonException malformed) {
            var place = malformed.getLocation();
            var complaint = START_MARKER.matcher(malformed.getOriginalMessage()).replaceAll("");
            throw new InvalidCard("it is no JSON: " + firstLine(complaint)
                    + (place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"));
        }
    }

    private static ObjectNode notAnObject() {
        throw new InvalidCard("it must be a JSON object, in curly brackets");
    }

    private static <T extends Record> T record(ObjectNode tree, Class<T> type) {
        JsonShape.require(tree, type);
        try {
            return JSON.treeToValue(tree, type);
        } catch (ValueInstantiationException refused) {
            throw new InvalidCard(firstLine(message(refused)));
        } catch (JacksonException unexpected) {
            throw new InvalidCard(firstLine(unexpected.getOriginalMessage()));
        }
    }

    /** What the record said that did not take these values. */
    private static String message(ValueInstantiationException refused) {
        var cause = refused.getCause();
        return cause == null || cause.getMessage() == null ? refused.getOriginalMessage() : cause.getMessage();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }
}
