package io.facematch.api.catalogue;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelSource;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model's card in JSON, without what only the engine needs. */
public record CardView(
        String id,
        String task,
        String tier,
        String summary,
        String publisher,
        String licence,
        String restrictions,
        boolean researchOnly,
        String trainingData,
        String file,
        String sha256,
        long bytes,
        List<Source> sources,
        List<CalibrationView> calibrations) {

    /**
     * Where the file can be had.
     *
     * @param bytes of what the address gives, as its hash
     * @param converter what makes the model's file of it; null when it is the model's file
     */
    public record Source(
            URI url, long bytes, String sha256, @Nullable String converter) {
        static Source of(ModelSource source) {
            var converter = source.converter();
            return new Source(
                    source.url(), source.bytes(), source.sha256(), converter == null ? null : code(converter));
        }
    }

    public static CardView of(ModelCard card) {
        return new CardView(
                card.id(),
                code(card.task()),
                code(card.tier()),
                card.summary(),
                card.publisher(),
                card.licence(),
                card.restrictions(),
                card.researchOnly(),
                card.trainingData(),
                card.file(),
                card.sha256(),
                card.bytes(),
                card.sources().stream().map(Source::of).toList(),
                card.calibrations().stream().map(CalibrationView::of).toList());
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
