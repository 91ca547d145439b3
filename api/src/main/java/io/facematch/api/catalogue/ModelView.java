package io.facematch.api.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.facematch.card.ModelCard;
import io.facematch.job.ModelUse;
import java.time.Instant;
import java.util.List;

/**
 * A model in JSON: its card, and what this installation does with it.
 *
 * @param inUse whether a worker compares now with the very file that the card describes
 * @param uses every combination that a model of this name was part of, the last used one first
 */
record ModelView(@JsonUnwrapped CardView card, boolean inUse, List<Use> uses) {

    record Use(@JsonUnwrapped ModelUse use, boolean inUse) {}

    static ModelView of(ModelCard card, List<ModelUse> allUses, Instant now) {
        var uses = allUses.stream()
                .filter(use ->
                        use.embedder().equals(card.id()) || use.detector().equals(card.id()))
                .toList();
        return new ModelView(
                CardView.of(card),
                uses.stream().anyMatch(use -> use.isCurrent(now) && isOfFile(use, card)),
                uses.stream().map(use -> new Use(use, use.isCurrent(now))).toList());
    }

    private static boolean isOfFile(ModelUse use, ModelCard card) {
        var used = use.embedder().equals(card.id()) ? use.embedderSha256() : use.detectorSha256();
        return used.equals(card.sha256());
    }
}
