package io.facematch.card.folder;

import io.facematch.card.Calibration;
import io.facematch.card.CardJson;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelCards;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model as this installation knows it: its card, and what the operator measured of it.
 *
 * @param cardSha256 of the card's file, byte for byte, lower-case hex
 * @param folder where the card lies, and its file with it; null when the card is part of the program
 * @param ownCalibrations those beside the card, which decide only when they are chosen
 */
public record KnownModel(
        ModelCard card, String cardSha256, @Nullable Path folder, List<Calibration> ownCalibrations) {

    /** Who wrote a card or a calibration. */
    public enum Origin {
        /** The project: it is part of the program. */
        BUILT_IN,
        /** The operator: it lies in a folder of models. */
        FOLDER
    }

    public KnownModel {
        ownCalibrations = List.copyOf(ownCalibrations);
    }

    /** A card of the program. */
    static KnownModel builtIn(ModelCard card) {
        return new KnownModel(card, CardJson.sha256(ModelCards.file(card.id())), null, List.of());
    }

    public String id() {
        return card.id();
    }

    public Origin origin() {
        return folder == null ? Origin.BUILT_IN : Origin.FOLDER;
    }

    /** Who measured one of its calibrations. */
    public Origin originOf(Calibration calibration) {
        return ownCalibrations.contains(calibration) ? Origin.FOLDER : origin();
    }

    /** Those of the card, then those beside it. */
    public List<Calibration> calibrations() {
        return Stream.concat(card.calibrations().stream(), ownCalibrations.stream())
                .toList();
    }

    public Optional<Calibration> calibration(String id) {
        return calibrations().stream()
                .filter(calibration -> calibration.id().equals(id))
                .findFirst();
    }

    KnownModel with(List<Calibration> own) {
        return new KnownModel(card, cardSha256, folder, own);
    }
}
