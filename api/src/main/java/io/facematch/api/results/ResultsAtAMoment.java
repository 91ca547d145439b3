package io.facematch.api.results;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobViews;
import io.facematch.api.jobs.OwnedJobs;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.api.problem.Problem;
import io.facematch.api.security.Owner;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at a job and its outcomes at one moment, so that the counts of a job that runs agree with its pairs. The transaction is
 * over before anything is sent: a client that reads slowly holds no connection.
 */
@Component
class ResultsAtAMoment {
    private final OwnedJobs jobs;
    private final JobViews views;
    private final StoredOutcomes outcomes;
    private final InstantSource clock;
    private final TransactionTemplate moment;

    ResultsAtAMoment(
            OwnedJobs jobs,
            JobViews views,
            StoredOutcomes outcomes,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.jobs = jobs;
        this.views = views;
        this.outcomes = outcomes;
        this.clock = clock;
        this.moment = new TransactionTemplate(transactions);
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        moment.setReadOnly(true);
    }

    /** @throws Problem 404 when the owner has no such job */
    ShownResults of(Owner owner, String id) {
        var shown = moment.execute(status -> of(jobs.require(owner, id)));
        if (shown == null) {
            throw Problem.unknownJob();
        }
        return shown;
    }

    private ShownResults of(Job job) {
        return new ShownResults(job, views.view(job), outcomes.now(), clock.instant(), outcomes);
    }
}
