package io.facematch.api.catalogue;

import io.facematch.card.ModelCard;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model's card in JSON, without what only the engine needs. */
public record CardView(
        String id,
        String task,
        String tier,
        String summary,
        String licence,
        String restrictions,
        boolean researchOnly,
        String trainingData,
        String file,
        String sha256,
        long bytes,
        @Nullable String source,
        List<CalibrationView> calibrations) {

    public static CardView of(ModelCard card) {
        return new CardView(
                card.id(),
                code(card.task()),
                code(card.tier()),
                card.summary(),
                card.licence(),
                card.restrictions(),
                card.researchOnly(),
                card.trainingData(),
                card.file(),
                card.sha256(),
                card.bytes(),
                card.source(),
                card.calibrations().stream().map(CalibrationView::of).toList());
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
