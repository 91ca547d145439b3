package io.facematch.api.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.facematch.job.ModelUse;
import java.time.Instant;
import java.util.List;

/** Models that workers compared with together, in JSON, and whether one does so now. */
record ModelUseView(@JsonUnwrapped ModelUse use, boolean inUse) {

    static ModelUseView of(ModelUse use, Instant now) {
        return new ModelUseView(use, use.isCurrent(now));
    }

    /** Those that a model of this name was part of, in the order they come. */
    static List<ModelUse> ofModel(String id, List<ModelUse> uses) {
        return uses.stream()
                .filter(use -> use.embedder().equals(id) || use.detector().equals(id))
                .toList();
    }
}
