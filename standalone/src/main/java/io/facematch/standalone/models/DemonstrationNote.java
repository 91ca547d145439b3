package io.facematch.standalone.models;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelTier;

/** The note that commands print when the demonstration model decides. */
public final class DemonstrationNote {
    private DemonstrationNote() {}

    static boolean appliesTo(ModelCard card) {
        return card.tier() == ModelTier.DEMONSTRATION;
    }

    public static String about(String model) {
        return "Note: " + model
                + " is a demonstration model (trained on photos for non-commercial use) and not fit to decide"
                + " about people.\n"
                + "For better results: './facematch models pull' fetches the recommended models; then start again.";
    }
}
