package io.facematch.card;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads the cards that are part of the product. */
public final class ModelCards {
    private static final String FOLDER = "/model-cards/";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ModelCards() {}

    public static List<ModelCard> all() {
        return Stream.of(read("index.json", String[].class))
                .map(id -> read(id + ".json", ModelCard.class))
                .toList();
    }

    /** The text of a card, as a release has it in {@code models/cards/}. */
    public static byte[] file(String id) {
        return bytes(id + ".json");
    }

    private static <T> T read(String name, Class<T> type) {
        return JSON.readValue(bytes(name), type);
    }

    private static byte[] bytes(String name) {
        try (var stream = ModelCards.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException("no card " + name);
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
