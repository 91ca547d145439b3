package io.facematch.api.results;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobView;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.job.Outcomes.Moment;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A job as it was at a moment.
 *
 * @param at the time of the moment
 */
record ShownResults(Job job, JobView view, Moment moment, Instant at, StoredOutcomes outcomes) {

    ResultsArchive archive(ZoneId zone) {
        return job.state().isOver() ? ResultsArchive.of(view, zone) : ResultsArchive.partial(view, at, zone);
    }

    /** Its pairs with the outcomes of that moment, or of one that is over, with all that it has. */
    ResultsArchive.Pairs pairs() {
        return reader -> {
            try (var pairs = job.state().isOver() ? outcomes.all(job.source()) : outcomes.all(job.source(), moment)) {
                reader.read(pairs);
            }
        };
    }

    @Override
    public String toString() {
        return "ShownResults[" + job + "]";
    }
}
