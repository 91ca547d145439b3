package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.rollup.Rollups.Group;
import io.facematch.api.audit.rollup.histogram.Similarities;
import java.util.List;
import java.util.Map;

/**
 * Similarities of all models that decided.
 *
 * @param remarks what a reader must know of that
 */
record SumOfModels(Similarities similarities, List<String> remarks) {
    static SumOfModels of(Map<Group, Similarities> ofModels) {
        var sum = new Similarities();
        ofModels.values().forEach(sum::add);
        var models = ofModels.keySet().stream().map(Group::name).toList();
        return new SumOfModels(sum, Remarks.onModels(models));
    }
}
