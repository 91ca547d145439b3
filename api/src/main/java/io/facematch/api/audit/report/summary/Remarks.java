package io.facematch.api.audit.report.summary;

import io.facematch.api.audit.report.Bucket;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.rollup.Rollups;
import io.facematch.api.audit.rollup.Span;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a reader of counts must know. */
@Component
class Remarks {
    private final Rollups rollups;
    private final InstantSource clock;

    Remarks(Rollups rollups, InstantSource clock) {
        this.rollups = rollups;
        this.clock = clock;
    }

    /** About the period of a report, and about what is not counted yet. */
    String[] on(ReportQuery query) {
        var remarks = new ArrayList<String>();
        addWidened(remarks, query.from(), query.to());
        var bucket = query.bucket();
        if (bucket != null) {
            addCutOff(remarks, query, bucket);
        }
        var progress = rollups.progress(query.tenant());
        if (progress.leaves() < progress.size()) {
            remarks.add("Counting is not done: so far it has come through " + progress.leaves() + " of the "
                    + progress.size() + " entries of the log. What came later is missing here.");
        }
        return remarks.toArray(String[]::new);
    }

    /** Of what is still to come, nothing is counted too much. */
    void addWidened(List<String> remarks, Instant from, Instant to) {
        var counted = Span.around(from, to);
        var isWidened = !counted.from().equals(from) || (!counted.to().equals(to) && to.isBefore(clock.instant()));
        if (isWidened) {
            remarks.add("Outcomes are counted by quarter hours: here are those from " + counted.from()
                    + " until before " + counted.to() + ".");
        }
    }

    private static void addCutOff(List<String> remarks, ReportQuery query, Bucket bucket) {
        var starts = query.starts(bucket);
        if (!starts.isEmpty()
                && starts.getFirst()
                        .isBefore(Span.around(query.from(), query.to()).from())) {
            remarks.add("The first " + bucket.code() + " began before the period: of it, only the rest is counted.");
        }
    }

    /** For similarities, which mean something else for each model. */
    static List<String> onModels(Collection<String> models) {
        var named = models.stream().filter(model -> !model.isEmpty()).sorted().toList();
        return named.size() < 2
                ? List.of()
                : List.of("Similarities of several models are added up here: " + String.join(", ", named)
                        + ". To see one of them, name it as model.");
    }
}
