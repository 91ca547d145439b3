package io.facematch.api.jobs;

import io.facematch.api.outcome.OutcomeView;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.api.outcome.StoredOutcomes.Source;
import io.facematch.job.JobKeys;
import io.facematch.job.JobKeys.Purpose;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.NotOpened;
import io.facematch.payload.PayloadCipher.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows jobs to their owners, with the names that the job's key opens. */
@Component
public class JobViews {
    /** Unpaired names are sealed in the job's own place, which no pair has. */
    public static final int UNPAIRED_PLACE = -1;

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
    public List<String> unpaired(Job job) {
        var sealed = job.sealedUnpaired();
        if (sealed == null) {
            return List.of();
        }
        return keys.find(job.getId(), Purpose.LABELS)
                .map(key -> {
                    try (key) {
                        return List.of(PayloadCipher.openNames(
                                key, new Place(job.tenant(), job.getId(), UNPAIRED_PLACE), sealed));
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
        return outcomes.page(source(job), -1, 1, null).stream()
                .map(OutcomeView::of)
                .findFirst()
                .orElse(null);
    }

    public static Source source(Job job) {
        return new Source(job.tenant(), job.getId(), job.acceptedOn());
    }
}
