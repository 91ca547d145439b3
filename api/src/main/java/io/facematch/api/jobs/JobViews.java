package io.facematch.api.jobs;

import io.facematch.api.outcome.OutcomeView;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.SealContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows jobs to their owners, with the names that the job's key opens. */
@Component
public class JobViews {
    private static final List<String> NOT_READABLE = List.of("(names not readable)");

    private final StoredOutcomes outcomes;
    private final JobKeys keys;

    JobViews(StoredOutcomes outcomes, JobKeys keys) {
        this.outcomes = outcomes;
        this.keys = keys;
    }

    public JobView view(Job job) {
        var outcome = outcome(job);
        return JobView.of(job, threshold(job, outcome), unpaired(job), outcome);
    }

    /** The one that decided, which a later version of the product may have changed; the present one before that. */
    private double threshold(Job job, @Nullable OutcomeView outcome) {
        if (outcome != null && outcome.details() != null) {
            return outcome.details().threshold();
        }
        return (job.done() == 0 ? Optional.<Double>empty() : outcomes.threshold(job.source()))
                .orElse(job.operatingPoint().threshold());
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
                        return NOT_READABLE; // somebody changed them in the database
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
