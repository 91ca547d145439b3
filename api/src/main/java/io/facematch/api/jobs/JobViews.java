package io.facematch.api.jobs;

import io.facematch.api.outcome.OutcomeView;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows jobs to their owners, with the names that the job's key opens. */
@Component
public class JobViews {
    private final StoredOutcomes outcomes;
    private final JobKeys keys;

    JobViews(StoredOutcomes outcomes, JobKeys keys) {
        this.outcomes = outcomes;
        this.keys = keys;
    }

    public JobView view(Job job) {
        return JobView.of(job, unpaired(job), outcome(job));
    }

    /** Members without partner; none once the job is purged. */
    private List<String> unpaired(Job job) {
        var sealed = job.sealedUnpaired();
        if (sealed == null) {
            return List.of();
        }
        return keys.find(job.getId(), Purpose.LABELS)
                .map(key -> {
                    try (key) {
                        return List.of(
                                PayloadCipher.openNames(key, SealContext.ofJob(job.tenant(), job.getId()), sealed));
                    } catch (NotOpened e) {
                        throw new IllegalStateException("unpaired names do not open under their job's key", e);
                    }
                })
                .orElse(List.of());
    }

    private @Nullable OutcomeView outcome(Job job) {
        if (job.kind() == JobKind.BULK || job.done() == 0) {
            return null;
        }
        return outcomes.ofSingle(job.source()).map(OutcomeView::of).orElse(null);
    }
}
