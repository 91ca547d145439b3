package io.facematch.api.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.facematch.card.ModelCard;
import io.facematch.card.folder.KnownModel;
import io.facematch.job.ModelUse;
import java.time.Instant;
import java.util.List;

/**
 * A model in JSON: its card, and what this installation does with it.
 *
 * @param inUse whether a worker compares now with the very file that the card describes
 * @param uses every combination that a model of this name was part of, the last used one first
 */
record ModelView(@JsonUnwrapped CardView card, boolean inUse, List<ModelUseView> uses) {

    static ModelView of(KnownModel model, List<ModelUse> allUses, Instant now) {
        var uses = ModelUseView.ofModel(model.id(), allUses);
        return new ModelView(
                CardView.of(model),
                uses.stream().anyMatch(use -> use.isCurrent(now) && isOfFile(use, model.card())),
                uses.stream().map(use -> ModelUseView.of(use, now)).toList());
    }

    private static boolean isOfFile(ModelUse use, ModelCard card) {
        var used = use.embedder().equals(card.id()) ? use.embedderSha256() : use.detectorSha256();
        return used.equals(card.sha256());
    }
}
