package io.facematch.api.catalogue;

import io.facematch.card.folder.KnownModels;
import io.facematch.job.ModelUse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of a model without its card: such as one of a folder that only the workers have.
 *
 * @param uses every combination that a model of this name was part of, the last used one first
 */
record UnknownModelView(String id, boolean inUse, List<ModelUseView> uses) {

    /** In the order in which they were used last. */
    static List<UnknownModelView> of(List<ModelUse> allUses, KnownModels known, Instant now) {
        return allUses.stream()
                .flatMap(use -> Stream.of(use.embedder(), use.detector()))
                .distinct()
                .filter(id -> known.find(id).isEmpty())
                .map(id -> of(id, ModelUseView.ofModel(id, allUses), now))
                .toList();
    }

    private static UnknownModelView of(String id, List<ModelUse> uses, Instant now) {
        return new UnknownModelView(
                id,
                uses.stream().anyMatch(use -> use.isCurrent(now)),
                uses.stream().map(use -> ModelUseView.of(use, now)).toList());
    }
}
