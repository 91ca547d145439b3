package io.facematch.standalone.addition;

import io.facematch.card.EmbedderContract;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says of a model that is to be added; the texts are those of its card.
 *
 * @param contract the name of a preset or of a JSON file; null to be told which preset fits
 * @param contractTrusted whether to take it though another one fits a little better
 * @param replaces whether a model of the same id in the folder may be replaced
 */
public record Statement(
        String id,
        @Nullable String contract,
        boolean contractTrusted,
        boolean replaces,
        String summary,
        String publisher,
        String licence,
        String restrictions,
        String trainingData,
        boolean researchOnly) {

    String file() {
        return id + ".onnx";
    }

    ModelCard card(String sha256, long bytes, EmbedderContract measured) {
        return new ModelCard(
                id,
                ModelTask.EMBEDDER,
                ModelTier.PRODUCTION,
                summary,
                file(),
                sha256,
                bytes,
                List.of(),
                publisher,
                licence,
                restrictions,
                researchOnly,
                trainingData,
                0,
                null,
                measured,
                List.of());
    }
}
