package io.facematch.api.catalogue;

import io.facematch.card.ModelSource;
import io.facematch.card.folder.KnownModel;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model's card in JSON, without what only the engine needs.
 *
 * @param origin {@code built_in}, or {@code folder} when the operator wrote the card
 * @param cardSha256 of the card's text, which outcomes have too
 * @param calibrations those of the card, then those beside it
 */
public record CardView(
        String id,
        String origin,
        String cardSha256,
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

    public static CardView of(KnownModel model) {
        var card = model.card();
        return new CardView(
                card.id(),
                code(model.origin()),
                model.cardSha256(),
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
                model.calibrations().stream()
                        .map(calibration -> CalibrationView.of(calibration, code(model.originOf(calibration))))
                        .toList());
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
