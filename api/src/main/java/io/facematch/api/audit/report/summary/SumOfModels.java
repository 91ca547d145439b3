package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.rollup.Rollups.Group;
import io.facematch.api.audit.rollup.histogram.Similarities;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Similarities of all models that decided.
 *
 * @param ofSpans those of each span
 * @param remarks what a reader must know of that
 */
record SumOfModels(List<Similarities> ofSpans, List<String> remarks) {
    static SumOfModels of(Map<Group, Similarities> ofModels, CountedPeriod period) {
        var sums = IntStream.range(0, period.starts().size())
                .mapToObj(span -> new Similarities())
                .toList();
        ofModels.forEach((group, similarities) -> sums.get(group.span()).add(similarities));
        var models = ofModels.keySet().stream().map(Group::name).distinct().toList();
        return new SumOfModels(sums, Remarks.onModels(models));
    }
}
