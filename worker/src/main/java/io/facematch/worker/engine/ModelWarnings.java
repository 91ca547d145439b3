package io.facematch.worker.engine;

import io.facematch.face.ModelsInUse;
import java.util.ArrayList;
import java.util.List;

/** What an operator must know about the models before people rely on their decisions. */
final class ModelWarnings {
    private ModelWarnings() {}

    static List<String> about(ModelsInUse models) {
        var warnings = new ArrayList<String>();
        models.demonstrationModels()
                .forEach(model -> warnings.add(model + " is a demonstration model, not fit to decide about people;"
                        + " './facematch models pull' fetches better ones"));
        warnings.addAll(models.calibrationWarnings());
        return List.copyOf(warnings);
    }
}
